// What the link of a mail is for, and doing it when the button is pressed. Merely opening a link does nothing.
(() => {
  const texts = {
    en: {
      brokenTitle: "The link can’t be used",
      brokenWords: "It is not whole: open it from the mail, or copy all of it.",
      email: "Email",
      password: "New password",
      code: "Code of your authenticator app",
      goOn: "Go on",
      signIn: "Sign in",
      open: "Open Headwater",
      doneTitle: "Done",
      wait: "Too many attempts. Try again in {seconds} seconds.",
      unreachable: "The server can’t be reached. Try again.",
      verifyEmail: ["Confirm your address", "Confirm that the address that this link was mailed to is yours.", "The address is confirmed."],
      resetPassword: ["Set a new password", "You will be signed out everywhere.", "The password is set. You can sign in with it now."],
      signInWithCode: ["Sign in", "Sign in to this site in this browser.", "You are signed in."],
      signUp: ["Accept the invitation", "Give the address that the invitation was mailed to, and choose a password.", "Your account is made, and you are signed in."],
      completeSignIn: ["One step more", "Your account asks for a second factor.", "You are signed in."],
    },
    de: {
      brokenTitle: "Mit diesem Link geht es nicht",
      brokenWords: "Er ist nicht vollständig: Öffne ihn aus der E-Mail, oder kopiere ihn ganz.",
      email: "E-Mail",
      password: "Neues Passwort",
      code: "Code deiner Authenticator-App",
      goOn: "Weiter",
      signIn: "Anmelden",
      open: "Headwater öffnen",
      doneTitle: "Fertig",
      wait: "Zu viele Versuche. Versuche es in {seconds} Sekunden wieder.",
      unreachable: "Der Server ist nicht erreichbar. Versuche es noch einmal.",
      verifyEmail: ["Adresse bestätigen", "Bestätige, dass die Adresse dir gehört, an die dieser Link ging.", "Die Adresse ist bestätigt."],
      resetPassword: ["Neues Passwort setzen", "Du wirst überall abgemeldet.", "Das Passwort ist gesetzt. Du kannst dich damit anmelden."],
      signInWithCode: ["Anmelden", "Melde dich in diesem Browser an.", "Du bist angemeldet."],
      signUp: ["Einladung annehmen", "Gib die Adresse an, an die die Einladung ging, und wähle ein Passwort.", "Dein Konto ist angelegt, und du bist angemeldet."],
      completeSignIn: ["Noch ein Schritt", "Dein Konto fragt nach einem zweiten Faktor.", "Du bist angemeldet."],
    },
  };
  const session = "{ session { expiresAt } challenge { challenge } }";
  const actions = {
    verifyEmail: { asks: [], document: "mutation($token: String!) { done: verifyEmail(token: $token) }" },
    resetPassword: {
      asks: ["password"],
      document: "mutation($token: String!, $password: String!) { done: resetPassword(token: $token, password: $password) }",
    },
    signInWithCode: {
      asks: [],
      signsIn: true,
      document: `mutation($token: String!) { done: signInWithCode(token: $token) ${session} }`,
    },
    signUp: {
      asks: ["email", "password"],
      signsIn: true,
      document: `mutation($token: String!, $email: Email!, $password: String!) {
        done: signUp(invitation: $token, email: $email, password: $password) ${session} }`,
    },
    completeSignIn: {
      asks: ["code"],
      signsIn: true,
      document: `mutation($token: String!, $code: String!) { done: completeSignIn(challenge: $token, code: $code) ${session} }`,
    },
  };

  const language = chosenLanguage();
  const words = texts[language];
  const part = (id) => document.getElementById(id);
  const hasAdmin = document.body.dataset.admin === "true";
  const given = new URLSearchParams(location.hash.slice(1));
  let name = given.get("action");
  let token = given.get("token");
  // Whoever looks over a shoulder, or into the history, shall find no token.
  history.replaceState(null, "", location.pathname);
  document.documentElement.lang = language;
  for (const id of ["email", "password", "code"]) part(id).firstElementChild.textContent = words[id];
  part("button").textContent = words.goOn;
  if (!Object.hasOwn(actions, name) || !token) {
    part("title").textContent = words.brokenTitle;
    part("words").textContent = words.brokenWords;
    return;
  }

  // The language of the admin's pages, or else the browser's.
  function chosenLanguage() {
    let chosen = null;
    try {
      chosen = localStorage.getItem("headwater.language");
    } catch {
      // A browser that keeps nothing.
    }
    const wanted = [chosen, ...navigator.languages].map((tag) => String(tag).split("-")[0]);
    return wanted.find((tag) => Object.hasOwn(texts, tag)) ?? "en";
  }

  // Where somebody was who asked for the mail on the admin's sign-in page; it looks at it again.
  function adminPage() {
    try {
      const kept = JSON.parse(localStorage.getItem("headwater.next") ?? "null");
      localStorage.removeItem("headwater.next");
      const isFresh = kept && Date.now() - kept.at < 24 * 3600 * 1000;
      if (isFresh && typeof kept.next === "string") return `../admin/sign-in?next=${encodeURIComponent(kept.next)}`;
    } catch {
      // Nothing was kept, or nothing that can be read.
    }
    return "../admin/sign-in";
  }

  function show() {
    const [title, explanation] = words[name];
    document.title = `${title} · Headwater`;
    part("title").textContent = title;
    part("words").textContent = explanation;
    const { asks } = actions[name];
    for (const field of ["email", "password", "code"]) {
      const isAsked = asks.includes(field);
      part(field).hidden = !isAsked;
      part("form").elements[field].required = isAsked;
    }
    part("form").hidden = false;
    (part("form").elements[asks[0]] ?? part("button")).focus();
  }

  function end() {
    const page = adminPage();
    if (hasAdmin && actions[name].signsIn) return location.replace(page);
    part("title").textContent = words.doneTitle;
    part("words").textContent = words[name][2];
    part("form").hidden = true;
    if (!hasAdmin) return;
    part("go").textContent = name === "resetPassword" ? words.signIn : words.open;
    part("go").href = page;
    part("go").hidden = false;
    part("go").focus();
  }

  function complain(text) {
    part("complaint").textContent = text;
    part("complaint").hidden = false;
  }

  async function ask(variables) {
    const response = await fetch("../graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: actions[name].document, variables }),
    });
    return response.json();
  }

  part("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    part("button").disabled = true;
    part("complaint").hidden = true;
    const variables = { token };
    for (const field of actions[name].asks) variables[field] = part("form").elements[field].value;
    try {
      const { data, errors } = await ask(variables);
      if (errors) {
        const seconds = errors[0].extensions?.retryAfter;
        return complain(seconds ? words.wait.replace("{seconds}", seconds) : errors[0].message);
      }
      const challenge = data.done.challenge?.challenge;
      if (!challenge) return end();
      name = "completeSignIn";
      token = challenge;
      show();
    } catch {
      complain(words.unreachable);
    } finally {
      part("button").disabled = false;
    }
  });
  show();
})();
