// What weights make of points: the same rules as kpi_logic/weights/rebalance.py and kpi_logic/scheme/replay.py, in the
// same order of operations, so that browser and server agree to the last digit.  Pure functions: nothing is drawn here.

const TOTAL = 100;
const TOP = 120; // points at the stretch
const SAME_SCORE = 1e-9; // scores nearer than this share a rank

// A whole number split into whole parts in proportion to whole shares (largest remainder; of equal ones the earlier).
function apportion(total, shares) {
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const scaled = whole ? shares.map((share) => total * share) : shares.map(() => total);
  const divisor = whole || shares.length;
  const parts = scaled.map((value) => Math.floor(value / divisor));
  const left = total - parts.reduce((sum, part) => sum + part, 0);
  const order = shares.map((_, i) => i).sort((a, b) => (scaled[b] % divisor) - (scaled[a] % divisor) || a - b);
  order.slice(0, left).forEach((i) => { parts[i] += 1; });
  return parts;
}

// The weights after one was moved: locked ones stay, the free others make room in proportion to what they were.
function rebalance(weights, locked, changed, value) {
  const held = weights.reduce((sum, weight, i) => sum + (locked[i] ? weight : 0), 0);
  const free = weights.map((_, i) => i).filter((i) => !locked[i] && i !== changed);
  if (held > TOTAL || (locked[changed] && !free.length)) return weights.slice();
  const result = weights.slice();
  let room = TOTAL - held;
  if (!locked[changed]) {
    result[changed] = free.length ? Math.min(Math.max(Math.round(value), 0), room) : room;
    room -= result[changed];
  }
  if (free.length) apportion(room, free.map((i) => weights[i])).forEach((part, n) => { result[free[n]] = part; });
  return result;
}

// A person's weights: the faders', or others that stand still, or several roles' in their shares of the work, made whole
// as kpi_logic/scheme/duty.py does.  Shares are fractions that a double only just holds, so the split is exact in BigInt.
function weightsOf(person, faders) {
  if (!person.mix) return person.weights || faders;
  const exact = person.mix.map((terms) => terms.reduce((sum, [at, still, share]) => (
    sum + (at === null ? still : faders[at]) * share), 0));
  const total = Math.round(exact.reduce((sum, part) => sum + part, 0));
  const big = exact.map((part) => BigInt(part * 2 ** 80));
  const whole = big.reduce((sum, part) => sum + part, 0n);
  const scaled = big.map((part) => (whole ? BigInt(total) * part : BigInt(total)));
  const divisor = whole || BigInt(big.length);
  const parts = scaled.map((value) => Number(value / divisor));
  const left = total - parts.reduce((sum, part) => sum + part, 0);
  const rest = scaled.map((value) => value % divisor);
  const order = rest.map((_, i) => i).sort((a, b) => (rest[a] === rest[b] ? a - b : rest[a] > rest[b] ? -1 : 1));
  order.slice(0, left).forEach((i) => { parts[i] += 1; });
  return parts;
}

// One person's score of one month: the mean of the points that can be told, by weight, with plus and minus points;
// null where nothing can be told, where the scheme wants everything told, or where the person was not at work.
function scoreOf(month, weights, missing) {
  let asked = 0;
  let told = 0;
  let earned = 0;
  for (let i = 0; i < month.points.length; i += 1) {
    const weight = month.counts ? weights[i] * month.counts[i] : weights[i];
    asked += weight;
    if (month.points[i] === null) continue;
    told += weight;
    earned += weight * month.points[i];
  }
  if (!(told > 0) || month.here === 0 || (missing === "not_scored" && told < asked - SAME_SCORE)) return null;
  const score = earned / told;
  return month.extra ? Math.min(Math.max(score + month.extra, 0), Math.max(score, TOP)) : score;
}

// The share of the bonus for a score: straight lines through the curve's points, flat outside.
function shareOf(score, curve) {
  const last = curve.length - 1;
  if (score < curve[0][0]) return curve[0][1];
  if (score >= curve[last][0]) return curve[last][1];
  let i = 0;
  while (curve[i + 1][0] <= score) i += 1;
  const [x, y] = curve[i];
  return ((curve[i + 1][1] - y) / (curve[i + 1][0] - x)) * (score - x) + y;
}

// Money to the cent, half a cent up; the same small part as on the server makes up for 1.005 being stored as less.
function toCents(amount) {
  return Math.floor(amount * 100 + 0.5 + 1e-6) / 100;
}

function payoutOf(score, bonus, month, curve) {
  if (score === null || bonus === null) return null;
  return toCents((month.here === null ? bonus : bonus * month.here) * shareOf(score, curve) * month.multiplier);
}

// Where a month's bonuses are more than the pool holds, all are cut in one proportion, down to the cent.
function within(pool, people, m) {
  const total = people.reduce((sum, person) => sum + (person.payouts[m] || 0), 0);
  if (!(total > pool)) return;
  people.forEach(({ payouts }) => {
    if (payouts[m] !== null) payouts[m] = Math.floor(payouts[m] * (pool / total) * 100 + 1e-6) / 100;
  });
}

function gradeOf(score, grades) {
  let best = null;
  for (const grade of grades) {
    if (score !== null && score >= grade.score && (best === null || grade.score > best.score)) best = grade;
  }
  return best === null ? null : best.name;
}

// Places from 1, the best; equal scores share a place and the next is left out; null for no score.
function ranksOf(scores) {
  return scores.map((mine) => (mine === null ? null
    : 1 + scores.reduce((ahead, other) => ahead + (other !== null && other > mine + SAME_SCORE ? 1 : 0), 0)));
}

// Everybody over all months under the role's weights: scores and payouts by month, and what the chosen month says.
function judge(data, weights) {
  const faders = weights.map((weight, i) => (data.lines[i].known ? weight : 0));
  const people = data.people.map((person) => {
    const own = weightsOf(person, faders);
    const scores = person.months.map((month) => scoreOf(month, own, data.missing));
    return { scores, payouts: scores.map((score, m) => payoutOf(score, person.bonus, person.months[m], data.payout)) };
  });
  if (data.pool !== null) data.profit.forEach((_, m) => within(data.pool, people, m));
  people.forEach((person) => { person.year = sumTold(person.payouts); });
  const now = people.map((person) => person.scores[data.month]);
  const ranks = ranksOf(now);
  people.forEach((person, i) => {
    Object.assign(person, { score: now[i], rank: ranks[i], grade: gradeOf(now[i], data.grades),
      payout: person.payouts[data.month] });
  });
  return { people, cost: costOf(people), share: shareOfProfit(people, data.profit) };
}

function sumTold(values) {
  const told = values.filter((value) => value !== null);
  return told.length ? toCents(told.reduce((sum, value) => sum + value, 0)) : null;
}

function costOf(people) {
  return people.reduce((sum, person) => sum + (person.year || 0), 0);
}

// All payouts over all profit in the months whose profit is known; null where there is none to share.
function shareOfProfit(people, profit) {
  const known = profit.map((value, m) => m).filter((m) => profit[m] !== null);
  const earned = known.reduce((sum, m) => sum + profit[m], 0);
  const paid = people.reduce((sum, person) => sum + known.reduce((all, m) => all + (person.payouts[m] || 0), 0), 0);
  return earned > 0 ? paid / earned : null;
}
