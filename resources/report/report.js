// SPDX-License-Identifier: GPL-3.0-or-later
// The charts of a report. What they show is in the page's element "data", which the program wrote; whatever comes from
// there goes into the page as text, never as markup.
'use strict';
(() => {
    const data = JSON.parse(document.getElementById('data').textContent);
    const root = document.documentElement;
    const dashes = [null, [7, 3], [2, 3], [9, 3, 2, 3], [1, 4], [12, 4], [4, 2], [9, 3, 2, 3, 2, 3]];
    const lineColour = index => getComputedStyle(root).getPropertyValue(`--line${index % dashes.length}`).trim();
    const named = name => getComputedStyle(root).getPropertyValue(name).trim();

    function element(tag, className, text) {
        const made = document.createElement(tag);
        if (className) made.className = className;
        if (text !== undefined) made.textContent = text;
        return made;
    }

    // ---------------------------------------------------------------- numbers and times

    const short = value => String(Number(value.toPrecision(value >= 1000 ? 4 : 3)));
    const grouped = value => value >= 10000 ? Math.round(value).toLocaleString('en') : short(value);
    const units = {
        ms: value => value >= 1000 ? `${short(value / 1000)} s` : `${short(value)} ms`,
        rate: value => `${grouped(value)}/s`,
        share: value => `${short(value * 100)} %`,
        bytes: value => `${grouped(value / 1e6)} MB`,
        number: grouped,
    };

    function span(seconds) {
        const whole = Math.floor(seconds);
        const two = number => String(number).padStart(2, '0');
        return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
    }

    const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];

    // Ticks at whole minutes and hours, where dygraphs would take powers of ten.
    function timeTicks(from, to, pixels) {
        const wanted = (to - from) / Math.max(2, pixels / 90);
        const step = steps.find(each => each >= wanted) || Math.ceil(wanted / 86400) * 86400;
        const ticks = [];
        for (let value = Math.ceil(from / step) * step; value <= to; value += step)
            ticks.push({ v: value, label: span(value) });
        return ticks;
    }

    // ---------------------------------------------------------------- one chart

    class Chart {
        constructor(group, spec) {
            this.group = group;
            this.spec = spec;
            this.choice = 0;
            this.figure = element('figure');
            this.caption = element('figcaption');
            this.caption.append(element('span', '', spec.title));
            this.place = element('div', 'graph');
            this.place.setAttribute('role', 'img');
            this.place.setAttribute('aria-label', `${spec.title} over time`);
            if (spec.choices) {
                const box = chooser(spec.choices, index => this.choose(index));
                box.setAttribute('aria-label', spec.title);
                this.name = element('span', 'printed', spec.choices[0]);
                this.caption.append(box, this.name);
            }
            this.keys = spec.lines.map(line => {
                const key = element('span', 'key');
                key.append(swatch(line.style), document.createTextNode(`${line.name} `));
                const value = element('b');
                key.append(value);
                this.caption.append(key);
                return value;
            });
            this.figure.append(this.caption, this.place);
        }

        follows() { return !this.spec.choices && this.spec.series.length > 1; }
        unit() { return units[this.spec.units ? this.spec.units[this.choice] : this.spec.unit]; }
        limits() { return (this.spec.limits && this.spec.limits[this.choice]) || []; }

        rows() {
            const series = this.spec.series[this.choice];
            return this.group.spec.x.map((x, i) => [x, ...series.map(values => values[i])]);
        }

        choose(index) {
            this.choice = index;
            if (this.name) this.name.textContent = this.spec.choices[index];
            if (this.graph)
                this.graph.updateOptions({ file: this.rows() });
            this.read(-1);
        }

        // Charts have a size only when they can be seen.
        draw() {
            if (this.graph) return;
            const series = {};
            this.spec.lines.forEach((line, i) => {
                series[String(i)] = { color: lineColour(line.style), strokePattern: dashes[line.style % dashes.length] };
            });
            this.graph = new Dygraph(this.place, this.rows(), {
                // Names of lines may be anything, so dygraphs gets numbers.
                labels: ['x', ...this.spec.lines.map((_, i) => String(i))],
                series,
                legend: 'never',
                strokeWidth: 1.6,
                connectSeparatedPoints: Boolean(this.spec.connect),
                drawGapEdgePoints: true,
                includeZero: true,
                highlightCircleSize: 3,
                pixelRatio: Math.max(2, window.devicePixelRatio || 1),
                gridLineColor: named('--rule'),
                axisLineColor: named('--rule'),
                axes: {
                    x: { ticker: timeTicks, pixelsPerLabel: 90 },
                    y: { axisLabelFormatter: value => this.unit()(value), axisLabelWidth: 62, pixelsPerLabel: 34 },
                },
                underlayCallback: (context, area, graph) => {
                    this.drawWarmUp(context, area, graph);
                    this.drawLimits(context, area, graph);
                    this.drawMarks(context, area, graph);
                },
                highlightCallback: (event, x, points, row) => this.group.select(row, this),
                unhighlightCallback: () => this.group.select(-1, this),
                drawCallback: (graph, isInitial) => { if (!isInitial) this.group.moved(this); },
            });
        }

        // The beginning that is in no figure.
        drawWarmUp(context, area, graph) {
            const begin = Math.max(area.x, graph.toDomXCoord(0));
            const end = Math.min(area.x + area.w, graph.toDomXCoord(this.group.spec.warm_up || 0));
            if (end <= begin) return;
            context.save();
            context.fillStyle = named('--rule');
            context.globalAlpha = 0.5;
            context.fillRect(begin, area.y, end - begin, area.h);
            context.globalAlpha = 1;
            context.fillStyle = named('--faint');
            context.font = '11px sans-serif';
            context.fillText('warm-up', begin + 4, area.y + 12);
            context.restore();
        }

        drawLimits(context, area, graph) {
            const range = graph.yAxisRange();
            context.save();
            context.strokeStyle = context.fillStyle = named('--bad');
            context.setLineDash([4, 4]);
            context.font = '11px sans-serif';
            for (const limit of this.limits()) {
                if (limit.value > range[1]) continue;
                const y = Math.round(graph.toDomYCoord(limit.value)) + 0.5;
                context.beginPath();
                context.moveTo(area.x, y);
                context.lineTo(area.x + area.w, y);
                context.stroke();
                context.fillText(limit.text, area.x + 4, y - 4);
            }
            context.restore();
        }

        // What somebody wrote at a moment of the run. A text ends where the next one begins.
        drawMarks(context, area, graph) {
            const places = (this.group.spec.marks || []).map(mark => ({ x: Math.round(graph.toDomXCoord(mark.x)) + 0.5, text: mark.text }));
            context.save();
            context.strokeStyle = context.fillStyle = named('--accent');
            context.setLineDash([2, 3]);
            context.font = '11px sans-serif';
            places.forEach((place, i) => {
                if (place.x < area.x || place.x > area.x + area.w) return;
                context.beginPath();
                context.moveTo(place.x, area.y);
                context.lineTo(place.x, area.y + area.h);
                context.stroke();
                const end = i + 1 < places.length ? Math.min(places[i + 1].x, area.x + area.w) : area.x + area.w;
                const text = shortened(context, place.text, end - place.x - 8);
                if (text) context.fillText(text, place.x + 4, area.y + 10); // lines are seldom up there
            });
            context.restore();
        }

        // The values at a row beside their names; none for -1.
        read(row) {
            const series = this.spec.series[this.choice];
            this.keys.forEach((key, i) => {
                let at = row;
                // Where lines have points at different times, the one before says what holds.
                if (this.spec.connect)
                    while (at > 0 && series[i][at] === null && row - at < 60) --at;
                const value = row < 0 ? null : series[i][at];
                key.textContent = value === null || value === undefined ? '' : this.unit()(value);
            });
        }

        repaint() {
            if (!this.graph) return;
            const series = {};
            this.spec.lines.forEach((line, i) => { series[String(i)] = { color: lineColour(line.style) }; });
            this.graph.updateOptions({ series, gridLineColor: named('--rule'), axisLineColor: named('--rule') });
            this.figure.querySelectorAll('.key line').forEach((line, i) => {
                line.setAttribute('stroke', lineColour(this.spec.lines[i].style));
            });
        }
    }

    function swatch(style) {
        const make = tag => document.createElementNS('http://www.w3.org/2000/svg', tag);
        const picture = make('svg');
        picture.setAttribute('width', 26);
        picture.setAttribute('height', 8);
        picture.setAttribute('aria-hidden', 'true');
        const line = make('line');
        const attributes = { x1: 0, x2: 26, y1: 4, y2: 4, 'stroke-width': 2, stroke: lineColour(style),
            'stroke-dasharray': (dashes[style % dashes.length] || []).join(' ') };
        for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, value);
        picture.append(line);
        return picture;
    }

    // As much of a text as there is room for; empty where that is next to nothing.
    function shortened(context, text, room) {
        if (room < 24) return '';
        if (context.measureText(text).width <= room) return text;
        let length = text.length;
        while (length > 0 && context.measureText(`${text.slice(0, length)}…`).width > room) --length;
        return length > 2 ? `${text.slice(0, length)}…` : '';
    }

    function chooser(names, chosen) {
        const select = element('select');
        names.forEach((name, i) => {
            const option = element('option', '', name);
            option.value = i;
            select.append(option);
        });
        select.addEventListener('change', () => chosen(Number(select.value)));
        return select;
    }

    // ---------------------------------------------------------------- charts that belong together

    class Group {
        constructor(spec) {
            this.spec = spec;
            this.busy = false;
            this.home = document.getElementById(spec.id);
            this.details = this.home.closest('details');
            this.charts = spec.charts.map(each => new Chart(this, each));
            this.controls();
            const grid = element('div', 'charts');
            grid.append(...this.charts.map(chart => chart.figure));
            this.home.append(grid);
            this.home.append(element('p', 'hint',
                'Drag to zoom, with Shift to move, double click for the whole test.'));
            if (this.details)
                this.details.addEventListener('toggle', () => this.draw());
            this.draw();
        }

        controls() {
            const bar = element('div', 'controls');
            if (this.spec.choices && this.spec.choices.length > 1) {
                const label = element('label', '', 'Requests shown: ');
                this.box = chooser(this.spec.choices, index => this.choose(index));
                label.append(this.box);
                bar.append(label);
                this.name = element('p', 'printed', this.spec.choices[0]);
                this.home.append(this.name);
                this.rows = [...document.querySelectorAll(`[data-charts="${this.spec.id}"]`)];
                for (const row of this.rows) {
                    const button = row.querySelector('button');
                    if (button) button.addEventListener('click', () => {
                        this.choose(Number(row.dataset.choice));
                        this.home.scrollIntoView({ block: 'start' });
                    });
                }
            }
            const buttons = element('span');
            for (const [text, title, factor] of [['+', 'Zoom in', 0.5], ['−', 'Zoom out', 2], ['Whole test', '', 0]]) {
                const button = element('button', '', text);
                button.type = 'button';
                if (title) button.title = title;
                button.addEventListener('click', () => this.zoom(factor));
                buttons.append(button, document.createTextNode(' '));
            }
            this.at = element('span', 'at');
            bar.append(buttons, this.at);
            this.home.append(bar);
        }

        draw() {
            if (this.details && !this.details.open) return;
            this.quietly(() => this.charts.forEach(chart => chart.draw()));
        }

        quietly(work) {
            if (this.busy) return;
            this.busy = true;
            try { work(); } finally { this.busy = false; }
        }

        choose(index) {
            if (this.box) {
                this.box.value = index;
                this.name.textContent = this.spec.choices[index];
            }
            for (const row of this.rows || [])
                row.classList.toggle('chosen', Number(row.dataset.choice) === index && index > 0);
            this.quietly(() => this.charts.forEach(chart => { if (chart.follows()) chart.choose(index); }));
        }

        // Somebody zoomed or moved one chart: the others go with it.
        moved(chart) {
            const window = chart.graph.xAxisRange();
            this.quietly(() => this.charts.forEach(other => {
                if (other !== chart && other.graph) other.graph.updateOptions({ dateWindow: window });
            }));
        }

        zoom(factor) {
            const shown = this.charts.find(chart => chart.graph);
            if (!shown) return;
            let window = null;
            if (factor > 0) {
                const all = shown.graph.xAxisExtremes();
                const [from, to] = shown.graph.xAxisRange();
                const half = (to - from) / 2 * factor, middle = (from + to) / 2;
                window = [Math.max(all[0], middle - half), Math.min(all[1], middle + half)];
            }
            this.quietly(() => this.charts.forEach(chart => {
                if (chart.graph) chart.graph.updateOptions({ dateWindow: window, valueRange: null });
            }));
        }

        select(row, from) {
            this.quietly(() => {
                for (const chart of this.charts) {
                    chart.read(row);
                    if (chart === from || !chart.graph) continue;
                    if (row < 0) chart.graph.clearSelection();
                    else chart.graph.setSelection(row);
                }
            });
            if (row < 0) {
                this.at.textContent = '';
                return;
            }
            const seconds = this.spec.x[row];
            this.at.textContent = this.spec.origin
                ? `at ${span(seconds)} (${new Date(this.spec.origin + seconds * 1000).toISOString().slice(11, 19)} UTC)`
                : `at ${span(seconds)}`;
        }
    }

    // ---------------------------------------------------------------- the page

    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    let wanted = ''; // "light" or "dark" when the reader chose one
    const setTheme = theme => {
        root.dataset.theme = theme;
        for (const group of groups) group.charts.forEach(chart => chart.repaint());
    };
    const usual = () => wanted || (dark.matches ? 'dark' : 'light');
    root.dataset.theme = usual();
    const groups = data.groups.map(spec => new Group(spec));
    dark.addEventListener('change', () => setTheme(usual()));

    const switcher = document.getElementById('theme');
    switcher.hidden = false;
    switcher.addEventListener('click', () => {
        wanted = root.dataset.theme === 'dark' ? 'light' : 'dark';
        setTheme(wanted);
    });

    // On paper all is light, and charts are scaled to half the page: drawn anew at another size while a browser prints,
    // they may come out empty. What is folded away stays so.
    const halfPage = 336;
    const places = () => groups.flatMap(group => group.charts.filter(chart => chart.graph).map(chart => chart.place));
    window.addEventListener('beforeprint', () => {
        for (const place of places().filter(each => each.clientWidth > 0)) {
            const width = place.clientWidth;
            place.style.width = `${width}px`;
            place.style.zoom = halfPage / width;
        }
        document.body.classList.add('printing');
        setTheme('light');
    });
    window.addEventListener('afterprint', () => {
        document.body.classList.remove('printing');
        for (const place of places())
            place.style.width = place.style.zoom = '';
        setTheme(usual());
    });
    // A link into a test that is closed opens it.
    const openTarget = () => {
        const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
        const details = target && target.closest('details');
        if (details) details.open = true;
    };
    window.addEventListener('hashchange', openTarget);
    openTarget();
})();
