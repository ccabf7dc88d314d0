# Sourced by ./mf4j: the folders of builds below `dist`. Its file `current` names the newest; `hold` says which is used, `sweep` deletes
# what nobody uses.

# Sets `home` to the newest build and holds it: a shared lock on its jar, through descriptor 8, which stays open in the Java that this
# shell becomes. A build that was replaced and deleted in between is let go for the newer one. A file system without locks holds nothing.
hold() {
  local tries status
  for ((tries = 0; tries < 50; tries++)); do
    home=$dist/$(< "$dist/current")
    if { exec 8< "$home/mf4j.jar"; } 2> /dev/null; then
      command -v flock > /dev/null || return 0
      status=0
      flock -n -s 8 2> /dev/null || status=$?
      [ "$status" = 1 ] || [ ! -f "$home/mf4j.jar" ] || return 0
    fi
    sleep 0.1
  done
  say "the build in $home is gone; delete $dist/current to build again"
  exit 1
}

# Deletes all builds but the newest and those that are held, each under a lock of its own. Where there are no locks, as on macOS, a
# build is left alone for a week.
sweep() {
  local old current
  current=$(< "$dist/current")
  for old in "$dist"/*/; do
    old=${old%/}
    [ "${old##*/}" != "$current" ] || continue
    if command -v flock > /dev/null; then flock -n -x "$old/mf4j.jar" rm -rf "$old" || true
    else find "$old" -maxdepth 0 -type d -mtime +7 -exec rm -rf {} +; fi
  done
}
