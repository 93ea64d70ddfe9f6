# SPDX-License-Identifier: MIT
# bash completion for allege

# Puts into COMPREPLY the words that go on from the second argument, or, of a list with commas, from its last part.
_allege_list() { # WORDS CURRENT
    local list=
    [[ $2 == *,* ]] && list=${2%,*},
    mapfile -t COMPREPLY < <(compgen -P "$list" -W "$1" -- "${2##*,}")
    compopt -o nospace 2>/dev/null
}

_allege() {
    local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD - 1]} words=
    # Readline takes "--format=csv" for three words.
    if [[ $current == = ]]; then
        current=
    elif [[ $option == = ]]; then
        option=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    COMPREPLY=()
    case $option in
    -l | --label)
        _allege_list 'claim denial policy statement' "$current"
        return
        ;;
    --codes)
        _allege_list 'cameo plover' "$current"
        return
        ;;
    --format) words='jsonl pretty csv tsv html dot brat webannotation stix' ;;
    --color | --progress) words='auto always never' ;;
    --offsets) words='bytes codepoints utf16' ;;
    --dump) words='tokens sentences quotes classes clues roles' ;;
    --input) words='text jsonl warc' ;;
    --flush) words=line ;;
    --text-field | --id-field | --keep | --modified | -j | --jobs) return ;;
    --lexicon | --output-dir)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        return
        ;;
    -o | --output | --rules | --gazetteer | --why | --include) return ;; # a file, which is the default
    *)
        [[ $current == -* ]] || return
        words='-l --label= --statements --format= --codes= --modified= --pretty --color= --stats --progress= --force -o --output= --offsets= --explain
            --why= --rule-stats --dump= --include= --rules= --no-default-rules --lexicon= --gazetteer= --no-weights --check-rules
            --input= --text-field= --id-field= --keep= --strict --output-dir= --resume --flush= -j --jobs=
            --list-rules --no-sandbox -h --help -V --version'
        ;;
    esac
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
    [[ ${#COMPREPLY[@]} -ne 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null
}

complete -o default -F _allege allege
