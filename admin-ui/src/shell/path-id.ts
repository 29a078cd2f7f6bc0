/**
 * Ids as they stand in the address. Browsers take `.` and `..` for ways through folders, however they are encoded, so
 * these get a mark before them.
 */
export function pathOfId(id: string): string {
  return /^~*\.\.?$/.test(id) ? `~${id}` : id;
}

export function idOfPath(step: string): string {
  return /^~+\.\.?$/.test(step) ? step.slice(1) : step;
}
