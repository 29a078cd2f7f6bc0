/** Whether the server was lost sight of: what is asked for now would most likely fail. */
let isLost = false;

export function noteConnection(state: { isLost: boolean }): void {
  isLost = state.isLost;
}

export function isServerReachable(): boolean {
  return navigator.onLine && !isLost;
}
