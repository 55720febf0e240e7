# bash completion for secrun: secrun itself answers, also with the names of the
# schema's scopes, profiles and keys.
_secrun() {
    local cur=${COMP_WORDS[COMP_CWORD]} first= line
    COMPREPLY=()
    while IFS= read -r line; do
        if [ -z "$first" ]; then first=$line; continue; fi
        line=${line%%$'\t'*}
        case $line in "${cur#=}"*) COMPREPLY+=("$line") ;; esac
    done < <(command secrun complete-words -- "${COMP_WORDS[@]:0:COMP_CWORD+1}" 2>/dev/null)
    case $first in
    program*)
        if declare -F _command_offset >/dev/null; then
            _command_offset "${first#program }"
        elif [ "${first#program }" -eq "$COMP_CWORD" ]; then
            while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -c -- "$cur")
        else
            while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
            compopt -o filenames 2>/dev/null
        fi
        ;;
    files)
        while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur")
        compopt -o filenames 2>/dev/null
        ;;
    esac
}
complete -F _secrun secrun
