# shellcheck shell=bash
# What the parts of ./dev share. Sourced by ./dev with the top folder as the working directory.
# Chatter goes to stderr; stdout is for results.

# Where everything is built; a different place can be named for a read-only or shared checkout.
build=${TZ_BUILD:-build}
# A checkout on PATH may shadow Debian's Python, which has the modules that the generators need.
python=/usr/bin/python3
[ -x "$python" ] || python=python3

# The built client is packed into the program; a folder that is not there yet packs nothing.
client_option=-Dclient=$PWD/web/dist

say() { printf 'dev: %s\n' "$*" >&2; }

die() {
    say "$*"
    exit 1
}

# Runs a command as root, or says how to.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo -- "$@"
    else
        die "need root for: $* (become root, or install sudo)"
    fi
}

# True when node >= 18 and npm are at hand.
have_node() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)'
}

# packages_of PURPOSE...: the packages of these purposes, one a line.
packages_of() {
    local purpose
    for purpose; do
        awk -v p="$purpose" '$1 == p { print $2 }' tools/packages.txt
    done | sort -u
}

installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# install_packages PURPOSE...: installs what is missing; touches apt only when something is.
install_packages() {
    local package missing=()
    command -v dpkg-query >/dev/null ||
        die "this is not Debian; install what tools/packages.txt names by hand"
    have_node || set -- "$@" node
    for package in $(packages_of "$@"); do
        installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    say "installing ${#missing[@]} Debian packages: ${missing[*]}"
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -q -y)
    if ! apt-cache show "${missing[@]}" >/dev/null 2>&1; then
        say "the package lists do not know all of them yet; reading the lists"
        as_root "${apt[@]}" update >&2
    fi
    if ! as_root "${apt[@]}" install --no-install-recommends "${missing[@]}" >&2 </dev/null; then
        say "that failed; once more with fresh package lists"
        as_root "${apt[@]}" update >&2
        as_root "${apt[@]}" install --no-install-recommends "${missing[@]}" >&2 </dev/null ||
            die "the packages could not be installed"
    fi
}

# configure DIR [MESON OPTION...]: sets a build folder up, again only when the options changed.
configure() {
    local dir=$1 want
    shift
    want="${CC:-cc} $*"
    if [ -f "$dir/build.ninja" ] && [ "$(cat "$dir/.configured" 2>/dev/null)" = "$want" ]; then
        return 0
    fi
    say "configuring $dir ($want)"
    rm -rf "$dir"
    mkdir -p "$dir"
    meson setup "$dir" "$@" >&2 || die "meson setup failed"
    printf '%s' "$want" >"$dir/.configured"
}

# compile DIR [TARGET...]: builds all or these, with as many jobs as there are processors.
compile() {
    say "building $1"
    ninja -C "$@" >&2 || die "the build in $1 failed"
}

have_client() { [ -f web/package.json ]; }

# The npm packages of web/, exactly as the lock file says; again only when it or node changed.
install_client_packages() {
    local stamp=web/node_modules/.taizhang-stamp want
    want="$(sha256sum <web/package-lock.json) $(node --version)"
    [ "$(cat "$stamp" 2>/dev/null)" != "$want" ] || return 0
    say "installing the client's npm packages by web/package-lock.json"
    (cd web && npm ci --no-audit --no-fund) >&2 </dev/null || die "npm ci failed"
    printf '%s' "$want" >"$stamp"
}

# True when something that the client is made from is newer than the file named.
client_changed_since() {
    [ ! -f "$1" ] || [ -n "$(find web api \( -name node_modules -o -name dist \) -prune \
        -o -type f -newer "$1" -print -quit)" ]
}

# Builds web/dist when its sources changed.
build_client() {
    have_client || return 0
    install_client_packages
    if [ -f web/dist/index.html ] && ! client_changed_since web/dist/index.html; then
        return 0
    fi
    say "building the client"
    (cd web && npm run build) >&2 </dev/null || die "the client's build failed"
    touch web/dist/index.html
}
