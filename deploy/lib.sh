# shellcheck shell=bash disable=SC2034
# What the deploy scripts share: packages, a Python, a virtual environment. Sourced by bash, never run.
# The scripts need Debian 12 or 13 (or Raspberry Pi OS) and root or sudo, and only where something is missing.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
WORK="$ROOT/.deploy"   # ignored by git: environments and the demo's state

say() { printf '== %s\n' "$*" >&2; }
figure() { printf '%-28s %s\n' "$1" "$2"; }
fail() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 69; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else fail "needs root or sudo for: $*"
    fi
}

# The packages that are not there yet. Debian 13 renamed some and says so in Provides.
missing_packages() {
    local have wanted
    have=$(dpkg-query -W -f='${db:Status-Status} ${Package}, ${Provides}\n' | sed -n 's/^installed / /p')
    for wanted in "$@"; do
        grep -qE " ${wanted//+/\\+}( |,|$)" <<<"$have" || printf '%s\n' "$wanted"
    done
}

need_packages() {
    local missing
    missing=$(missing_packages "$@")
    [ -z "$missing" ] && return
    say "apt installs: ${missing//$'\n'/ }"
    as_root apt-get update -qq
    # shellcheck disable=SC2086 # one word for each package
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing \
        </dev/null >"$WORK/apt.log" 2>&1 || { tail -n 20 "$WORK/apt.log" >&2; fail "apt could not install"; }
}

# The first Python of 3.11 to 3.13 that can make a virtual environment (Debian splits that part off).
find_python() {
    local python
    for python in python3 python3.11 python3.12 python3.13 /usr/bin/python3; do
        "$python" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
            2>/dev/null && { command -v "$python"; return; }
    done
    return 1
}

need_python() {
    PYTHON=$(find_python) && return
    need_packages python3 python3-venv
    PYTHON=$(find_python) || fail "needs Python 3.11, 3.12 or 3.13 with its venv module"
}

# environment NAME: $WORK/NAME with exactly what deploy/requirements/NAME.lock says and this checkout as the
# package, made anew only when the lock, the package, the Python or the place has changed. Sets VENV.
environment() {
    local lock="$ROOT/deploy/requirements/$1.lock" stamp
    VENV="$WORK/$1"
    stamp="$(cat "$lock" "$ROOT/pyproject.toml" | sha256sum) $("$PYTHON" -c 'import sys; print(sys.version, sys.base_prefix)') $VENV"
    exec 9>"$WORK/busy"; flock 9   # two runs at once would build the same environment
    if [ "$(cat "$VENV/stamp" 2>/dev/null)" != "$stamp" ]; then build_environment "$lock" "$stamp"; fi
    exec 9>&-
}

# What pip is told before a lock, and before this checkout: the files that a lock names and nothing else.
PIP_INSTALL=(install -qq --disable-pip-version-check --no-deps)
FROM_LOCK=("${PIP_INSTALL[@]}" --only-binary=:all: --require-hashes -r)
FROM_CHECKOUT=("${PIP_INSTALL[@]}" --no-index --no-build-isolation)

build_environment() {
    local lock=$1 stamp=$2
    say "pip installs ${lock##*/} into ${VENV#"$ROOT"/}"
    rm -rf "$VENV"
    "$PYTHON" -m venv "$VENV"
    "$VENV/bin/pip" "${FROM_LOCK[@]}" "$lock"
    "$VENV/bin/pip" "${FROM_CHECKOUT[@]}" --editable "$ROOT"
    "$VENV/bin/pip" check >/dev/null || fail "the locks contradict each other: $VENV/bin/pip check"
    printf '%s\n' "$stamp" >"$VENV/stamp"
}

# free_port: a loopback port that nobody uses just now.
free_port() {
    "$PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# until_true SECONDS COMMAND...: try it until it succeeds; false if it never did.
until_true() {
    local left=$(($1 * 10)); shift
    while ! "$@" 2>/dev/null; do
        [ $((left -= 1)) -gt 0 ] || return 1
        sleep 0.1
    done
}

# What the program itself needs from Debian: Tesseract reads plates, OpenCV's wheel links against libGL.
RUN_PACKAGES=(tesseract-ocr tesseract-ocr-kor libgl1 libglib2.0-0)

mkdir -p "$WORK"
