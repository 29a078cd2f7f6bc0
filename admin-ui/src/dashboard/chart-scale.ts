/** The marks of an axis from 0 to at least the highest value, the highest first: whole numbers that people count in. */
export function axisMarks(highest: number): number[] {
  const steps = 4;
  const least = Math.max(1, highest / steps);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((it) => it >= least) ?? least;
  const count = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: count + 1 }, (_, index) => (count - index) * step);
}
