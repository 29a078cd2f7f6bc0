/** The GraphQL endpoint beside this page: `/graphiql` talks to `/graphql`, also when a proxy adds a prefix. */
export function graphqlEndpoint(pageUrl: string): string {
  return new URL("graphql", pageUrl.replace(/\/graphiql\/.*$/, "/graphiql")).href;
}
