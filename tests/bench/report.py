#!/usr/bin/env python3
# What scripts/bench says about figures of bench_isobox: what moved since the baseline, tables, a plot. No dependencies.
#   report.py compare NEW BASELINE   what moved beyond the noise that both have measured themselves
#   report.py save NEW BASELINE      NEW's figures, peers and trace become the baseline's
#   report.py plot BASELINE FOLDER   FOLDER/latency.svg, FOLDER/RESULTS.md, and the table in the README
import json
import math
import os
import sys
from xml.sax.saxutils import escape

# Below this nothing is called a change, however quiet the machine was.
LEAST_CHANGE = 0.03
LEVELS = ['nothing', 'a heap of\nits own', 'a process', 'namespaces', 'and a\ncontrol group', 'every layer\nof IsoBox']


def load(path):
    with open(path) as file:
        return json.load(file)


def measured(result):
    return {figure['name']: figure for figure in result.get('figures', []) if 'value' in figure}


def machine_text(result):
    machine = result['machine']
    bases = [figure['details']['baseMicroseconds'] for figure in result['figures'] if 'baseMicroseconds' in figure.get('details', {})]
    base = f", base {bases[0] / 1000:.1f} ms" if bases else ''
    return f"{machine['cores']} cores of {machine['processor']}, Linux {machine['kernel']}, {machine['date'][:10]}, load {machine['load']:.1f}{base}"


def change(new, old):
    """Nothing, or the share by which a figure has moved beyond its noise."""
    if old['value'] == 0:
        return None
    share = new['value'] / old['value'] - 1
    return share if abs(share) > max(LEAST_CHANGE, new['noise'] + old['noise']) else None


def compare(new_path, baseline_path):
    if not os.path.exists(baseline_path):
        print('no baseline yet; --save makes one')
        return
    new, old = load(new_path), load(baseline_path)
    known = measured(old)
    compared = [(figure, known[name]) for name, figure in measured(new).items() if name in known]
    if not compared:
        return
    print(f"\nagainst the baseline ({machine_text(old)}):")
    if new['machine']['processor'] != old['machine']['processor']:
        print('  another processor: ratios may differ for that alone')
    moved = [(figure, before, change(figure, before)) for figure, before in compared]
    for figure, before, share in moved:
        if share is not None:
            side = 'atLeast' if 'atLeast' in figure.get('reach', {}) else 'atMost'
            better = (share > 0) == (side == 'atLeast')
            print(f"  {figure['name']}: {before['value']:.4g} → {figure['value']:.4g} {figure['unit']} "
                  f"({share:+.0%}, {'better' if better else 'worse'}; noise {before['noise']:.0%} and {figure['noise']:.0%})")
    still = sum(1 for _, _, share in moved if share is None)
    print(f"  {still} of {len(compared)} figures have not moved beyond their noise")


def save(new_path, baseline_path):
    new = load(new_path)
    old = load(baseline_path) if os.path.exists(baseline_path) else {}
    old['machine'] = new['machine']
    fresh = {figure['name']: figure for figure in new.get('figures', [])}
    names = {figure['measurement'] for figure in fresh.values()}
    kept = [figure for figure in old.get('figures', []) if figure['measurement'] not in names]
    old['figures'] = kept + list(fresh.values())
    for part in ('peers', 'trace'):
        if part in new:
            old[part] = new[part]
    with open(baseline_path, 'w') as file:
        json.dump(old, file, indent=1, ensure_ascii=False)
        file.write('\n')


# ---- tables

def reach_text(figure):
    reach = figure.get('reach', {})
    return f"≤ {reach['atMost']:g}" if 'atMost' in reach else f"≥ {reach['atLeast']:,g}".replace(',', ' ') if reach else ''


def number(value):
    return f'{value:,.0f}'.replace(',', ' ') if abs(value) >= 1000 else f'{value:.3g}'


def figures_table(result):
    lines = ['| What | Figure | To reach | | Samples |', '|---|---|---|---|---|']
    for figure in result.get('figures', []):
        if 'value' in figure:
            verdict = 'reached' if figure.get('met') else 'not reached'
            lines.append(f"| {figure['name']} | {number(figure['value'])} {figure['unit']} (±{figure['noise']:.0%}) | {reach_text(figure)} | {verdict} | "
                         f"{number(figure['samples'])} |")
        else:
            lines.append(f"| {figure['name']} | {figure['missing']} | {reach_text(figure)} {figure['unit']} | not reached | |")
    return lines


def peers_table(result):
    lines = ['| `1+2` in a fresh place | ÷ base, p50 | µs, p50 | Isolation |', '|---|---|---|---|']
    rows = [(point['value'], f"| **{point['name']}** | {number(point['value'])} | {number(point['micros'])} | every layer, see SECURITY.md |")
            for point in own_points(result)]
    missing = []
    for peer in result.get('peers', []):
        if 'value' in peer:
            micros = peer['details']['microseconds']['p50']
            rows.append((peer['value'], f"| {peer['name']} | {number(peer['value'])} | {number(micros)} | {peer['isolation']} |"))
        else:
            missing.append(f"Not run here: {peer['name']} ({peer['missing']}).")
    return lines + [row for _, row in sorted(rows)] + [''] + missing


def trace_tables(result):
    titles = {'warm': "`run('1+2')`, warm pool", 'modern': '20 lines, warm pool', 'session': "a session's next run",
              'empty': "`run('1+2')`, empty pool"}
    traces = result.get('trace', {})
    if not traces:
        return []
    columns = [name for name in titles if name in traces]
    lines = ['| µs, p50 | ' + ' | '.join(titles[name] for name in columns) + ' |', '|---' * (len(columns) + 1) + '|']
    for step in traces[columns[0]]['steps']:
        cells = [traces[name]['steps'].get(step) for name in columns]
        lines.append(f'| {step} | ' + ' | '.join(f"{cell['p50']:.1f}" if cell else '' for cell in cells) + ' |')
    return lines


# ---- the plot

def own_points(result):
    names = {"run('1+2'), warm pool, p50": 'IsoBox, warm pool', "run('1+2'), empty pool": 'IsoBox, empty pool'}
    known = measured(result)
    return [{'name': shown, 'level': 5, 'value': known[name]['value'], 'micros': known[name]['details']['microseconds']['p50'], 'own': True}
            for name, shown in names.items() if name in known]


def spread(wanted, gap):
    """Places for labels, as near to where they are wanted as lets each have its room."""
    placed = []
    for y in wanted:
        placed.append(max(y, placed[-1] + gap) if placed else y)
    return placed


def plot(result):
    points = own_points(result) + [peer for peer in result.get('peers', []) if 'value' in peer]
    left, top, width, height, column = 70, 50, 1130, 430, 188
    low = 10 ** math.floor(math.log10(min(point['value'] for point in points)))
    high = 10 ** math.ceil(math.log10(max(point['value'] for point in points)))
    at = lambda value: top + height * (math.log10(high) - math.log10(value)) / (math.log10(high) - math.log10(low))
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 10} {top + height + 80}" font-family="sans-serif" font-size="12">',
           '<rect width="100%" height="100%" fill="white"/>',
           f'<text x="{left}" y="20" font-size="15">1+2 in a fresh place: time, in starts of a process that does nothing, against isolation</text>',
           f'<text x="{left}" y="37" fill="#666">{escape(machine_text(result))}</text>']
    for power in range(round(math.log10(low)), round(math.log10(high)) + 1):
        y = at(10 ** power)
        out.append(f'<line x1="{left}" x2="{left + width}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        out.append(f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{10 ** power:g}</text>')
    for level, title in enumerate(LEVELS):
        for i, line in enumerate(title.split('\n')):
            out.append(f'<text x="{left + level * column + 4}" y="{top + height + 22 + 15 * i}" font-weight="bold">{escape(line)}</text>')
        mine = sorted((point for point in points if point['level'] == level), key=lambda point: at(point['value']))
        for point, y in zip(mine, spread([at(point['value']) for point in mine], 15)):
            x, colour = left + level * column + 10, '#c0392b' if point.get('own') else '#2c5f8a'
            out.append(f'<circle cx="{x}" cy="{at(point["value"]):.1f}" r="5" fill="{colour}"/>')
            label = point['name'].replace(', a new process', '').replace(', a new', ', new')
            out.append(f'<text x="{x + 9}" y="{y + 4:.1f}" fill="{colour}">{escape(label)} {number(point["value"])}</text>')
    return '\n'.join(out + ['</svg>', ''])


def write(path, text):
    with open(path, 'w') as file:
        file.write(text)


def put_into_readme(path, lines):
    begin, end = '<!-- bench: made by scripts/bench --plot -->\n', '<!-- /bench -->\n'
    with open(path) as file:
        text = file.read()
    if begin not in text or end not in text:
        sys.exit(f'report.py: {path} has no place for the table')
    head, rest = text.split(begin, 1)
    write(path, head + begin + '\n'.join(lines) + '\n' + end + rest.split(end, 1)[1])


def draw(baseline_path, folder):
    result = load(baseline_path)
    write(os.path.join(folder, 'latency.svg'), plot(result))
    write(os.path.join(folder, 'RESULTS.md'), '\n'.join(
        ['# Figures', '', f'Made by `scripts/bench --plot` from BASELINE.json: {machine_text(result)}. *Base* is `posix_spawn` of a static `true` and its end.', '',
         '## Reaches', ''] + figures_table(result) + ['', '## Beside others', '', '![](latency.svg)', ''] + peers_table(result) +
        ['', '## Where the time goes', '', 'Steps as in `isobox eval --trace`; `wire` is what the client sees besides: its library, both sockets. `claimed` is the',
         "runner's own account of `send` and `run`; `claimed.rest` is what it does not account for: waking up, and the frames.", ''] + trace_tables(result) + ['']))
    put_into_readme(os.path.join(folder, '../../README.md'), [f'*{machine_text(result)}.*', ''] + figures_table(result))


def main(words):
    commands = {'compare': compare, 'save': save, 'plot': draw}
    if len(words) != 3 or words[0] not in commands:
        sys.exit('usage: report.py compare NEW BASELINE | save NEW BASELINE | plot BASELINE FOLDER')
    commands[words[0]](words[1], words[2])


main(sys.argv[1:])
