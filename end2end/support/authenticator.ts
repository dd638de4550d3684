// An authenticator that the browser takes for one of the device's own (WebAuthn, section 11: automation).

import type { CDPSession, Page } from "@playwright/test";

export class Authenticator {
  private constructor(
    private readonly session: CDPSession,
    private readonly id: string,
  ) {}

  /** Gives a page's browser an authenticator that verifies its user without asking. */
  static async of(page: Page): Promise<Authenticator> {
    const session = await page.context().newCDPSession(page);
    await session.send("WebAuthn.enable");
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    return new Authenticator(session, authenticatorId);
  }

  async credentials() {
    const { credentials } = await this.session.send("WebAuthn.getCredentials", { authenticatorId: this.id });
    return credentials;
  }

  /** Whether it answers by itself, as when somebody touches it at once. */
  async answers(enabled: boolean): Promise<void> {
    await this.session.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId: this.id, enabled });
  }

  /** Whether finger, face or PIN are right. */
  async verifies(isUserVerified: boolean): Promise<void> {
    await this.session.send("WebAuthn.setUserVerified", { authenticatorId: this.id, isUserVerified });
  }

  async forgetsEverything(): Promise<void> {
    await this.session.send("WebAuthn.clearCredentials", { authenticatorId: this.id });
  }

  /** Takes up a passkey as another authenticator would that somebody copied it to, with a counter of its own. */
  async takes(credential: Awaited<ReturnType<Authenticator["credentials"]>>[number], signCount: number): Promise<void> {
    await this.session.send("WebAuthn.addCredential", { authenticatorId: this.id, credential: { ...credential, signCount } });
  }
}
