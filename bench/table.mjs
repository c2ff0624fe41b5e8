// Medians of the loads as text.

/** The baseline of all ratios: a page and one script, the least for an embed. */
export const FLOOR = "floor-2-hops";

export function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[middle - 0.5] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const COLUMNS = ["ready", "tap", "bytes", "requests"];
const HEAD = ["profile", "page", "ready ms", "min-max", "x floor", "tap ms", "KB", "x floor", "requests"];
const WIDTHS = [10, 14, 10, 13, 9, 9, 9, 9, 10];

const line = (cells) => cells.map((cell, i) => (i < 2 ? cell.padEnd(WIDTHS[i]) : cell.padStart(WIDTHS[i]))).join("");

export function table(loads) {
  const of = (profile, name) => loads.filter((load) => load.profile === profile && load.name === name);
  const medians = (group) => Object.fromEntries(COLUMNS.map((column) => [column, median(group.map((load) => load[column]))]));
  const pairs = new Set(loads.map(({ profile, name }) => `${profile} ${name}`));
  const lines = [...pairs].map((pair) => {
    const [profile, name] = pair.split(" ");
    const group = of(profile, name);
    const ready = group.map((load) => Math.round(load.ready));
    const [its, floor] = [medians(group), medians(of(profile, FLOOR))];
    return line([
      profile,
      name,
      its.ready.toFixed(0),
      `${Math.min(...ready)}-${Math.max(...ready)}`,
      (its.ready / floor.ready).toFixed(2),
      its.tap.toFixed(0),
      (its.bytes / 1024).toFixed(1),
      (its.bytes / floor.bytes).toFixed(1),
      its.requests.toFixed(0),
    ]);
  });
  return [line(HEAD), ...lines].join("\n");
}
