#compdef secrun
# zsh completion for secrun: secrun itself answers, also with the names of the
# schema's scopes, profiles and keys.
_secrun() {
    local -a answer described
    local line first=
    while IFS= read -r line; do
        if [[ -z $first ]]; then first=$line; continue; fi
        described+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done < <(command secrun complete-words -- "${(@)words[1,CURRENT]}" 2>/dev/null)
    case $first in
    program*)
        local -i skipped=${first#program }
        words=("${(@)words[skipped+1,-1]}")
        (( CURRENT -= skipped ))
        if (( CURRENT == 1 )); then _command_names; else _normal; fi
        ;;
    files) _files ;;
    *) _describe -V secrun described ;;
    esac
}
if [[ $funcstack[1] == _secrun ]]; then _secrun "$@"; else compdef _secrun secrun; fi
