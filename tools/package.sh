# shellcheck shell=bash
# ./dev package [--to DIR]: makes taizhang_VERSION_ARCH.deb from the release build. Sourced by ./dev.
#
# The same source gives the same bytes: dates are that of the last entry of packaging/changelog, owners are root, and nothing
# of this machine goes in.

# stage_package PROGRAM_FOLDER TREE
stage_package() {
    local from=$1 tree=$2 doc=$2/usr/share/doc/taizhang name
    install -Dm755 "$from/taizhang" "$tree/usr/bin/taizhang"
    strip --remove-section=.comment --remove-section=.note "$tree/usr/bin/taizhang"
    for name in taizhang.service taizhang-checkpoint.service taizhang-checkpoint.timer; do
        install -Dm644 "packaging/$name" "$tree/lib/systemd/system/$name"
    done
    install -Dm644 packaging/taizhang.default "$tree/etc/default/taizhang"
    install -Dm644 "$from/docs/taizhang.1" "$tree/usr/share/man/man1/taizhang.1"
    install -Dm644 "$from/docs/taizhang.zh.1" "$tree/usr/share/man/zh_CN/man1/taizhang.1"
    install -Dm644 "$from/docs/taizhang.bash" "$tree/usr/share/bash-completion/completions/taizhang"
    install -Dm644 "$from/docs/_taizhang" "$tree/usr/share/zsh/vendor-completions/_taizhang"
    install -Dm644 packaging/copyright "$doc/copyright"
    install -Dm644 packaging/changelog "$doc/changelog"
    for name in docs/*.md; do install -Dm644 "$name" "$doc/${name##*/}"; done
    install -Dm644 packaging/nginx.conf "$doc/examples/nginx.conf"
    install -Dm644 packaging/nginx-proxy.conf "$doc/examples/nginx-proxy.conf"
    mkdir -p "$tree/usr/share/taizhang"
    cp -rT standards "$tree/usr/share/taizhang/standards"
    find "$tree" -type d -exec chmod 755 {} +
    find "$tree/usr/share/taizhang" -type f -exec chmod 644 {} +
    gzip -9n "$tree/usr/share/man/man1/taizhang.1" "$tree/usr/share/man/zh_CN/man1/taizhang.1" "$doc/changelog"
}

# write_control TREE VERSION ARCHITECTURE
write_control() {
    local tree=$1 script depends
    mkdir -p "$tree/DEBIAN"
    depends=$(shared_libraries "$tree/usr/bin/taizhang")
    cat >"$tree/DEBIAN/control" <<EOF
Package: taizhang
Version: $2
Architecture: $3
Maintainer: Taizhang maintainers <maintainers@taizhang.example.org>
Installed-Size: $(du -k -s --apparent-size "$tree" | cut -f1)
Depends: $depends, adduser
Suggests: nginx, postgresql
Section: web
Priority: optional
Description: ledgers, scores and ranks of hygienic-city campaigns
 Taizhang is for the offices that run a hygienic-city, hygienic-county,
 hygienic-town or healthy-city campaign in China: it holds the published
 standard as data, takes values and on-site findings of all units, scores and
 ranks them in exact decimals and shows the reason of each rank.
 .
 This package holds the server with its pages and command line, a systemd unit
 and the shipped standards.
EOF
    echo /etc/default/taizhang >"$tree/DEBIAN/conffiles"
    for script in postinst prerm postrm; do install -m755 "packaging/$script" "$tree/DEBIAN/$script"; done
    (cd "$tree" && find . -path ./DEBIAN -prune -o -type f -printf '%P\0' | LC_ALL=C sort -z |
        xargs -0 md5sum >DEBIAN/md5sums)
    chmod 644 "$tree"/DEBIAN/{control,conffiles,md5sums}
}

# The packages whose libraries the program was linked with, as dpkg knows them.
shared_libraries() {
    local room
    room=$(mktemp -d)
    mkdir "$room/debian"
    printf 'Source: taizhang\n\nPackage: taizhang\nArchitecture: any\n' >"$room/debian/control"
    cp "$1" "$room/taizhang"
    (cd "$room" && dpkg-shlibdeps -O -e taizhang 2>/dev/null) | sed -n 's/^shlibs:Depends=//p'
    rm -rf "$room"
}

cmd_package() {
    local to=$build version arch tree epoch out
    while [ $# -gt 0 ]; do
        case $1 in
        --to) to=${2:?--to needs a folder} ;;
        *) die "package knows --to DIR, not $1" ;;
        esac
        shift 2
    done
    install_packages build package
    build_client
    configure "$build/release" --buildtype=release -Db_lto=true -Dtests=false "$client_option"
    compile "$build/release"
    version=$(dpkg-parsechangelog -l packaging/changelog -S Version)
    [ "$("$build/release/taizhang" --version)" = "taizhang $version" ] ||
        die "packaging/changelog says $version, the program $("$build/release/taizhang" --version)"
    epoch=$(dpkg-parsechangelog -l packaging/changelog -S Timestamp)
    arch=$(dpkg --print-architecture)
    tree=$build/package
    rm -rf "$tree"
    umask 022
    stage_package "$build/release" "$tree"
    write_control "$tree" "$version" "$arch"
    find "$tree" -exec touch -h -d "@$epoch" {} +
    mkdir -p "$to"
    out=$to/taizhang_${version}_$arch.deb
    SOURCE_DATE_EPOCH=$epoch dpkg-deb --root-owner-group --threads-max=1 -Zxz --build "$tree" "$out" >&2 ||
        die "dpkg-deb failed"
    rm -rf "$tree"
    say "made $out"
    sha256sum "$out"
}
