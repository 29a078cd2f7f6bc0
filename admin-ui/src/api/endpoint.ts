/** Where the server's own pages stand: the path before `/graphiql` or `/admin`, also when a proxy adds a prefix. */
export function serverRoot(pageUrl: string): string {
  const url = new URL(pageUrl);
  const prefix = url.pathname.replace(/\/(graphiql|admin)(\/.*)?$/, "");
  return `${url.origin}${prefix}/`;
}

/** The GraphQL endpoint beside this page. */
export function graphqlEndpoint(pageUrl: string): string {
  return new URL("graphql", serverRoot(pageUrl)).href;
}

/** The same for WebSockets. */
export function socketEndpoint(pageUrl: string): string {
  return graphqlEndpoint(pageUrl).replace(/^http/, "ws");
}
