// Subscribes with a stock client, as its documentation says, and prints a line of JSON for each result, and for what
// ends the subscription.
const [kind, url, token, query] = process.argv.slice(2);
const authorization = `Bearer ${token}`;

const say = (message) => console.log(JSON.stringify(message));
const pause = () => new Promise((resolve) => setTimeout(resolve, 100));
const sink = {
  next: (result) => say({ data: result.data, errors: result.errors?.map(({ message }) => message) }),
  error: (error) => say({ error: error.message ?? error.code ?? String(error) }),
  complete: () => say({ complete: true }),
};

function webSocketClient() {
  return require("graphql-ws").createClient({
    url: url.replace("http", "ws"),
    webSocketImpl: require("ws").WebSocket,
    connectionParams: async () => ({ authorization }),
    retryAttempts: 1000,
    retryWait: pause,
    on: { closed: (event) => say({ closed: event.code }) },
  });
}

function eventStreamClient() {
  return require("graphql-sse").createClient({
    url,
    headers: async () => ({ authorization }),
    retryAttempts: 1000,
    retry: pause,
  });
}

function urql(forwardSubscription) {
  const { Client, fetchExchange, subscriptionExchange } = require("@urql/core");
  const client = new Client({
    url,
    fetchOptions: { headers: { authorization } },
    exchanges: [fetchExchange, subscriptionExchange({ forwardSubscription })],
  });
  client.subscription(query, {}).subscribe(({ data, error }) => sink.next({ data, errors: error && [error] }));
}

const forwarded = (client) => (request) => ({
  subscribe: (sink) => ({ unsubscribe: client.subscribe({ ...request, query: request.query ?? "" }, sink) }),
});

const kinds = {
  "graphql-ws": () => webSocketClient().subscribe({ query }, sink),
  "graphql-sse": () => eventStreamClient().subscribe({ query }, sink),
  apollo() {
    const { ApolloClient, InMemoryCache, gql } = require("@apollo/client");
    const { GraphQLWsLink } = require("@apollo/client/link/subscriptions");
    const client = new ApolloClient({ link: new GraphQLWsLink(webSocketClient()), cache: new InMemoryCache() });
    client.subscribe({ query: gql(query) }).subscribe(sink);
  },
  "urql-ws": () => urql(forwarded(webSocketClient())),
  "urql-sse": () => urql(forwarded(eventStreamClient())),
};

kinds[kind]();
process.stdin.resume();
process.stdin.on("end", () => process.exit());
