import { isRecord } from "./json-object.ts";

/** Whether the browser can make and show passkeys, which it does only over https or on this machine. */
export function knowsPasskeys(): boolean {
  return (
    typeof PublicKeyCredential !== "undefined" &&
    typeof PublicKeyCredential.parseRequestOptionsFromJSON === "function"
  );
}

/** Asks for a passkey. @returns what the server wants to see; null when the user thought better of it. */
export async function showPasskey(options: unknown): Promise<unknown> {
  if (!isRecord(options)) throw new TypeError("the server sent no options for a passkey");
  const parsed = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  );
  return credentialJson(await unlessCancelled(navigator.credentials.get({ publicKey: parsed })));
}

/** Makes a passkey. @returns the same. */
export async function makePasskey(options: unknown): Promise<unknown> {
  if (!isRecord(options)) throw new TypeError("the server sent no options for a passkey");
  const parsed = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  );
  return credentialJson(await unlessCancelled(navigator.credentials.create({ publicKey: parsed })));
}

async function unlessCancelled(credential: Promise<Credential | null>): Promise<Credential | null> {
  try {
    return await credential;
  } catch (error) {
    // Browsers say this when the user closed the window or took too long.
    if (error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError"))
      return null;
    throw error;
  }
}

function credentialJson(credential: Credential | null): unknown {
  return credential instanceof PublicKeyCredential ? credential.toJSON() : null;
}
