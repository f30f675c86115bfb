#!/usr/bin/env bash
# Takes the pictures of the guides anew, from the running portal with demonstration data: docs/guide/*.jpg.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
dotnet test e2e -c Release -nologo -v q --filter "FullyQualifiedName~The_guides_show_the_portal" </dev/null
cp .data/guide/*.jpg docs/guide/
ls -l docs/guide
