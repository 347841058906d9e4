#!/usr/bin/env bash
# Plans every stack of a synthesized app and writes what would change as Markdown.
#
#   plan-stacks.sh <folder of the app> <report.md> [--fail-on-changes] [--no-refresh]
#
# Ends with 0 when every stack could be planned, with 1 when one could not, and, with --fail-on-changes, with 2 when a
# stack would change. `cdktf diff` ends with 0 whether or not something changes, so terraform is called itself.
# A failed stack does not hide the others. With --no-refresh the state is compared with the code, and nothing that is
# deployed is read: the role of pull requests may not.
set -uo pipefail

app=$1
report=$2
shift 2
fail_on_changes=
refresh=
for flag in "$@"; do
  case $flag in
    --fail-on-changes) fail_on_changes=yes ;;
    --no-refresh) refresh=-refresh=false ;;
    *)
      printf 'plan-stacks.sh: unknown flag %s\n' "$flag" >&2
      exit 1
      ;;
  esac
done
worst=0

printf '## %s\n\n' "${HOURGLASS_ENV:?}" >"$report"

for folder in "$app"/stacks/*/; do
  stack=$(basename "$folder")
  log=$(mktemp)
  terraform -chdir="$folder" init -no-color -input=false >"$log" 2>&1 &&
    terraform -chdir="$folder" plan -no-color -input=false -lock=false -detailed-exitcode ${refresh:+"$refresh"} >"$log" 2>&1
  code=$?
  case $code in
    0) printf -- '- **%s**: no changes\n' "$stack" >>"$report" ;;
    2)
      summary=$(grep -m1 '^Plan:' "$log" || echo 'changes')
      printf -- '- **%s**: %s\n\n<details><summary>plan</summary>\n\n```\n' "$stack" "$summary" >>"$report"
      cat "$log" >>"$report"
      printf '```\n\n</details>\n\n' >>"$report"
      if [ "$fail_on_changes" = yes ] && [ "$worst" -eq 0 ]; then worst=2; fi
      ;;
    *)
      printf -- '- **%s**: cannot be planned (before its first apply a stack waits for those it reads from)\n\n```\n' "$stack" >>"$report"
      tail -n 40 "$log" >>"$report"
      printf '```\n\n' >>"$report"
      worst=1
      ;;
  esac
  rm -f "$log"
done

if [ ! -d "$app/stacks" ]; then
  printf 'There is nothing to plan in `%s`.\n' "$app" >>"$report"
  worst=1
fi

cat "$report"
exit "$worst"
