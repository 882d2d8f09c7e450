# shellcheck shell=bash
# Pictures of the dashboards without Grafana: pictures/page.html draws them from their JSON and from what Prometheus has, with the
# library that Grafana uses, and Chromium takes the picture. Sourced, never run.

readonly UPLOT=1.6.32
readonly UPLOT_SHA256=4b8a8191e425658e3ea8c8c1314b0fc679c861ee3a1af2b20c7b16ba50b5133d

# Sets BROWSER.
find_browser() {
  local name
  for name in chromium chromium-browser google-chrome; do
    BROWSER=$(command -v "$name" || true)
    [ -z "$BROWSER" ] || return 0
  done
  die 'pictures need Chromium in the path'
}

# Sets UPLOT_FILES: downloaded into target/ by npm, since no Maven repository has it.
find_uplot() {
  local folder=$ROOT/target/uplot
  UPLOT_FILES=$folder/package/dist
  [ ! -d "$UPLOT_FILES" ] || return 0
  command -v npm >/dev/null || die "pictures need npm in the path, which loads uPlot"
  mkdir -p "$folder"
  (cd "$folder" && npm pack --silent "uplot@$UPLOT" >/dev/null) || die 'npm cannot load uPlot'
  sha256sum --quiet -c - <<<"$UPLOT_SHA256  $folder/uplot-$UPLOT.tgz" || die "uPlot $UPLOT is not what it was"
  tar -xzf "$folder/uplot-$UPLOT.tgz" -C "$folder"
}

# assets FOLDER: what Prometheus serves below /user.
assets() {
  mkdir -p "$1"
  cp "$ROOT"/deploy/grafana/*.json "$ROOT"/deploy/grafana/pictures/* "$UPLOT_FILES"/uPlot.iife.min.js "$UPLOT_FILES"/uPlot.min.css "$1"
}

# picture DASHBOARD FROM TO FOLDER: of those seconds.
picture() {
  local name=$1 file=$4/dashboard-$1.png rows panels
  rows=$(awk '/"h":/ { h = $2 + 0 } /"y":/ { if ($2 + h > rows) rows = $2 + h } END { print rows }' "$ROOT/deploy/grafana/$name.json")
  panels=$(grep -c '"gridPos": {' "$ROOT/deploy/grafana/$name.json")
  # Without its sandbox it runs as root too; it shows this page alone.
  "$BROWSER" --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$WORK/browser" --virtual-time-budget=20000 \
    --window-size="1440,$((rows * 38 + 48))" --screenshot="$file" --dump-dom \
    "http://127.0.0.1:$PORT/user/page.html?dashboard=$name&from=$2&to=$3" >"$WORK/$name.html" 2>"$WORK/browser.log" || true
  if [ ! -s "$file" ] || ! grep -q "data-drawn=\"$panels\"" "$WORK/$name.html"; then
    die "not every panel of $name was drawn: $(grep -o 'failed">[^<]*' "$WORK/$name.html" | sort -u | head -n 3)"
  fi
  if command -v pngquant >/dev/null; then pngquant --force --ext .png --skip-if-larger "$file" || true; fi
  say "$file: $(grep -o 'class="body none"' "$WORK/$name.html" | wc -l) of $panels panels without data"
}
