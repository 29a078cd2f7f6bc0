/** The roles that a token is made with: the server wants one, and everybody who is signed in has `user`. */
export function tokenRoles(chosen: string[]): string[] {
  return chosen.length > 0 ? chosen : ["user"];
}
