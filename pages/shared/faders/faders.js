// Faders that always sum to 100, and beside them what everybody would score and be paid: redrawn in the browser while a
// fader moves, told to the server once it rests.  Words come from the server; what people typed is only ever textContent.

const REST = 500; // milliseconds without a key before weights moved by keyboard are kept
const STEP = 5; // of an arrow key together with shift
const MINUS = "\u2212";
const MISSING = "\u2014";
const standing = new WeakMap(); // the mixer that stands in a place on the page

export default function ({ data, parentElement, setTriggerValue }) {
  let mixer = standing.get(parentElement);
  if (!mixer) {
    mixer = new Mixer(parentElement);
    standing.set(parentElement, mixer);
  }
  mixer.tell = (value) => setTriggerValue("moved", value);
  mixer.take(data);
}

function make(tag, className, parent, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  if (parent) parent.appendChild(node);
  return node;
}

// Written only where it differs from what was written last: asking the page itself would cost more than computing.
function write(node, text) {
  if (node.said === text) return;
  node.said = text;
  node.textContent = text;
}

class Mixer {
  constructor(place) {
    this.root = make("div", "board", make("div", "mixer", place));
    this.sent = 0;
    this.digits = new Intl.NumberFormat("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }

  // New data from the server.  What is older than the last thing told to it, or comes while a fader moves, waits.
  take(data) {
    const other = !this.data || this.data.subject !== data.subject || this.data.shape !== data.shape;
    if (!other && (this.moving !== undefined || data.seen < this.sent)) return;
    this.data = data;
    this.weights = data.lines.map((line) => line.weight);
    this.locked = data.lines.map((line) => line.locked);
    if (other) {
      this.sent = data.seen;
      this.past = [];
      this.from = null;
      this.build();
    }
    this.base = judge(data, this.from || this.weights);
    this.draw(true);
  }

  build() {
    const { data } = this;
    this.root.replaceChildren();
    this.root.classList.toggle("alone", !data.people.length);
    const desk = make("div", "desk", this.root);
    this.faders = data.lines.map((line, i) => this.fader(desk, line, i));
    const foot = make("div", "foot", desk);
    this.sum = make("span", "sum", foot);
    this.back = make("button", "", foot, data.words.undo);
    this.back.type = "button";
    this.back.onclick = () => this.undo();
    if (data.people.length) this.table();
    this.root.onkeydown = (event) => {
      if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.undo();
    };
  }

  fader(desk, line, i) {
    const box = make("div", "fader", desk);
    const head = make("div", "head", box);
    const name = make("label", "name", head, line.name);
    name.title = line.card;
    const weight = make("output", "weight", head);
    const row = make("div", "row", box);
    const range = make("input", "", row);
    Object.assign(range, { type: "range", min: 0, max: TOTAL, step: 1, id: `fader-${i}`, title: line.card });
    range.setAttribute("aria-label", line.name);
    name.htmlFor = range.id;
    const lock = make("button", "lock", row);
    lock.type = "button";
    lock.hidden = this.data.locks === false;
    lock.onclick = () => this.lock(i);
    range.onpointerdown = () => this.begin(i, true);
    range.oninput = () => this.move(i, Number(range.value));
    range.onchange = () => { if (this.held) this.rest(); };
    range.onpointerup = range.onpointercancel = () => { if (this.held) this.rest(); };
    range.onkeydown = (event) => this.key(event, i, range);
    range.onblur = () => { if (this.moving !== undefined) this.rest(); };
    return { box, range, weight, lock };
  }

  key(event, i, range) {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (event.key === "Enter" && this.moving !== undefined) this.rest();
    if (event.key === "Escape" && this.moving !== undefined) this.forget();
    if (!way || !event.shiftKey) return;
    event.preventDefault();
    range.value = this.weights[i] + way * STEP;
    this.move(i, Number(range.value));
  }

  begin(i, held) {
    clearTimeout(this.timer);
    if (this.moving !== undefined && this.moving !== i) this.rest();
    this.held = held;
    if (this.moving === i) return;
    this.moving = i;
    this.from = this.weights.slice();
    this.base = judge(this.data, this.from);
  }

  move(i, value) {
    if (this.moving !== i) this.begin(i, false);
    this.weights = rebalance(this.from, this.locked, i, value);
    this.draw(false);
    if (this.held) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), REST);
  }

  // The fader rests: what changed is kept, once.
  rest() {
    clearTimeout(this.timer);
    const moved = this.moving !== undefined && this.weights.some((weight, i) => weight !== this.from[i]);
    this.moving = undefined;
    this.held = false;
    if (moved) {
      this.past.push({ weights: this.from, locked: this.locked.slice() });
      this.keep();
    }
    this.draw(true);
  }

  forget() {
    clearTimeout(this.timer);
    this.weights = this.from;
    this.moving = undefined;
    this.draw(true);
  }

  lock(i) {
    if (this.moving !== undefined) this.rest();
    this.past.push({ weights: this.weights.slice(), locked: this.locked.slice() });
    this.locked[i] = !this.locked[i];
    this.keep();
    this.draw(true);
  }

  undo() {
    if (this.moving !== undefined) this.rest();
    const before = this.past.pop();
    if (!before) return;
    this.from = this.weights;
    this.base = judge(this.data, this.from);
    Object.assign(this, before);
    this.keep();
    this.draw(true);
  }

  keep() {
    this.sent += 1;
    const { data } = this;
    const weights = Object.fromEntries(data.lines.map((line, i) => [line.kpi, this.weights[i]]));
    const locked = data.lines.filter((_, i) => this.locked[i]).map((line) => line.kpi);
    this.tell({ subject: data.subject, sent: this.sent, weights, locked });
  }

  table() {
    const { words, people } = this.data;
    const table = make("table", "", make("div", "people", this.root));
    const heads = make("tr", "", make("thead", "", table));
    ["rank", "name", "score", "grade", "payout", "year"].forEach((head) => {
      make("th", `c-${head}`, heads, words.head[head]).scope = "col";
    });
    this.body = make("tbody", "", table);
    this.rows = people.map((person) => this.row(person));
    this.cost = make("p", "cost", table.parentNode);
    this.cost.setAttribute("aria-live", "polite");
  }

  row(person) {
    const row = make("tr", person.moves ? "" : "other", this.body);
    const rank = make("td", "c-rank", row);
    const cells = { row, rank: make("b", "", rank), climb: make("small", "", rank) };
    const who = make("td", "c-name", row);
    make("b", "", who, person.name);
    make("small", "", who, person.place).title = person.place; // a name may be longer than the column
    for (const name of ["score", "grade"]) cells[name] = make("td", `c-${name}`, row);
    for (const name of ["payout", "year"]) {
      const cell = make("td", `c-${name}`, row);
      cells[name] = { now: make("span", "", cell), change: make("small", "", cell) };
    }
    return cells;
  }

  draw(resting) {
    const { words, lines } = this.data;
    const loose = this.locked.filter((locked) => !locked).length;
    this.faders.forEach(({ box, range, weight, lock }, i) => {
      const value = this.weights[i];
      if (Number(range.value) !== value) range.value = value;
      range.disabled = this.locked[i] || loose < 2;
      box.style.setProperty("--at", `${value}%`);
      box.classList.toggle("locked", this.locked[i]);
      write(weight, this.from && value !== this.from[i] ? `${value} (${signed(value - this.from[i], String)})` : `${value}`);
      write(lock, this.locked[i] ? words.locked : words.lock);
      lock.setAttribute("aria-pressed", String(this.locked[i]));
      lock.setAttribute("aria-label", `${this.locked[i] ? words.locked : words.lock}: ${lines[i].name}`);
    });
    write(this.sum, words.sum.replace("{total}", this.weights.reduce((sum, weight) => sum + weight, 0)));
    this.back.disabled = !this.past.length;
    if (this.rows) this.tellPeople(judge(this.data, this.weights), resting);
  }

  tellPeople(now, resting) {
    const { base } = this;
    now.people.forEach((person, i) => {
      const cells = this.rows[i];
      const before = base.people[i];
      const climb = person.rank === null || before.rank === null ? 0 : before.rank - person.rank;
      write(cells.rank, person.rank === null ? MISSING : `${person.rank}`);
      write(cells.climb, climb ? ` ${climb > 0 ? "\u25b2" : "\u25bc"}${Math.abs(climb)}` : "");
      write(cells.score, person.score === null ? MISSING : person.score.toFixed(1));
      write(cells.grade, person.grade === null ? MISSING : person.grade);
      this.money(cells.payout, person.payout, before.payout);
      this.money(cells.year, person.year, before.year);
      cells.row.classList.toggle("up", (person.year || 0) > (before.year || 0));
      cells.row.classList.toggle("down", (person.year || 0) < (before.year || 0));
    });
    this.order(now.people, resting);
    write(this.cost, this.costWords(now));
  }

  // While a fader moves, rows glide to their new places; once it rests, the table itself is put in order.
  order(people, resting) {
    const order = people.map((_, i) => i).sort((a, b) => (people[b].score ?? -1) - (people[a].score ?? -1) || a - b);
    if (resting) {
      const rows = order.map((i) => this.rows[i].row);
      rows.forEach((row) => {
        row.shift = 0;
        row.style.transform = "";
      });
      if (rows.some((row, n) => this.body.children[n] !== row)) this.body.append(...rows);
      this.places = new Map(order.map((i, n) => [i, n]));
      return;
    }
    order.forEach((i, n) => {
      const { row } = this.rows[i];
      const shift = n - this.places.get(i);
      if (row.shift === shift) return;
      row.shift = shift;
      row.style.transform = shift ? `translateY(calc(${shift} * var(--row)))` : "";
    });
  }

  money(cell, value, before) {
    const change = value === null || before === null ? 0 : value - before;
    write(cell.now, value === null ? MISSING : this.digits.format(value));
    write(cell.change, Math.abs(change) < 0.005 ? "" : signed(change, (size) => this.digits.format(size)));
  }

  full(value) {
    return `${this.data.currency}${this.digits.format(value)}`;
  }

  costWords({ cost, share }) {
    const { words } = this.data;
    const said = (share === null ? words.cost : words.costShare).replace("{cost}", () => this.full(cost))
      .replace("{share}", () => `${((share || 0) * 100).toFixed(1)}%`);
    const change = cost - this.base.cost;
    if (Math.abs(change) < 0.005) return said;
    return `${said} ${words.change.replace("{change}", () => signed(change, (size) => this.full(size)))}`;
  }
}

function signed(change, say) {
  return `${change < 0 ? MINUS : "+"}${say(Math.abs(change))}`;
}
