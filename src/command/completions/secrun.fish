# fish completion for secrun: secrun itself answers, also with the names of the
# schema's scopes, profiles and keys.
function __secrun_complete
    set -l words (commandline -opc) (commandline -ct)
    set -l answer (command secrun complete-words -- $words 2>/dev/null)
    switch "$answer[1]"
        case 'program *'
            set -l first (math (string replace 'program ' '' -- $answer[1]) + 1)
            set -l rest (string escape -- $words[$first..-2]) (commandline -ct)
            complete -C (string join ' ' -- $rest)
        case files
            __fish_complete_path (commandline -ct)
        case '*'
            printf '%s\n' $answer[2..-1]
    end
end
complete -c secrun -f -k -a '(__secrun_complete)'
