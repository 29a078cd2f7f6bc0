// What the link of a mail is for, and doing it when the button is pressed. Merely opening a link does nothing.
(() => {
  const session = "{ session { expiresAt } challenge { challenge } }";
  const actions = {
    verifyEmail: {
      title: "Confirm your address",
      words: "Confirm that the address that this link was mailed to is yours.",
      asks: [],
      document: "mutation($token: String!) { done: verifyEmail(token: $token) }",
      done: "The address is confirmed.",
    },
    resetPassword: {
      title: "Set a new password",
      words: "You will be signed out everywhere.",
      asks: ["password"],
      document: "mutation($token: String!, $password: String!) { done: resetPassword(token: $token, password: $password) }",
      done: "The password is set. You can sign in with it now.",
    },
    signInWithCode: {
      title: "Sign in",
      words: "Sign in to this site in this browser.",
      asks: [],
      document: `mutation($token: String!) { done: signInWithCode(token: $token) ${session} }`,
      done: "You are signed in.",
    },
    signUp: {
      title: "Accept the invitation",
      words: "Choose a password for the address that the invitation was mailed to.",
      asks: ["email", "password"],
      document: `mutation($token: String!, $email: Email!, $password: String!) {
        done: signUp(invitation: $token, email: $email, password: $password) ${session} }`,
      done: "Your account is made, and you are signed in.",
    },
    completeSignIn: {
      title: "One step more",
      words: "Your account asks for a second factor.",
      asks: ["code"],
      document: `mutation($token: String!, $code: String!) { done: completeSignIn(challenge: $token, code: $code) ${session} }`,
      done: "You are signed in.",
    },
  };
  const part = (id) => document.getElementById(id);
  const given = new URLSearchParams(location.hash.slice(1));
  let action = actions[given.get("action")];
  let token = given.get("token");
  // Whoever looks over a shoulder, or into the history, shall find no token.
  history.replaceState(null, "", location.pathname);
  if (!action || !token) return;

  function show() {
    part("title").textContent = action.title;
    part("words").textContent = action.words;
    for (const name of ["email", "password", "code"]) {
      const isAsked = action.asks.includes(name);
      part(name).hidden = !isAsked;
      part("form").elements[name].required = isAsked;
    }
    part("form").hidden = false;
    part("form").elements[action.asks[0]]?.focus();
  }

  function end(words) {
    part("title").textContent = "Done";
    part("words").textContent = words;
    part("form").hidden = true;
  }

  part("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    part("button").disabled = true;
    part("complaint").hidden = true;
    const variables = { token };
    for (const name of action.asks) variables[name] = part("form").elements[name].value;
    try {
      const response = await fetch("/graphql", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query: action.document, variables }),
      });
      const { data, errors } = await response.json();
      if (errors) throw new Error(errors[0].message);
      const challenge = data.done.challenge?.challenge;
      if (!challenge) return end(action.done);
      action = actions.completeSignIn;
      token = challenge;
      show();
    } catch (error) {
      part("complaint").textContent = error.message;
      part("complaint").hidden = false;
    } finally {
      part("button").disabled = false;
    }
  });
  show();
})();
