// The current screen of the window, and the history for the back button.

/** A screen, with the parameters that it needs to load its content. */
export type Route =
  | { screen: 'backpack' }
  | { screen: 'add' }
  | { screen: 'mailbox' }
  | { screen: 'badge'; id: string }
  | { screen: 'other-files' }
  | { screen: 'collections' }
  | { screen: 'collection'; id: string }
  | { screen: 'review' }
  | { screen: 'settings' }
  | { screen: 'identity'; value: string }
  | { screen: 'issuers' }
  | { screen: 'network' };

class Navigation {
  #history: Route[] = $state([{ screen: 'backpack' }]);
  #visit = $state(0);

  /** The screen that is shown. */
  get current(): Route {
    return this.#history.at(-1) ?? { screen: 'backpack' };
  }

  /** Counts screen changes. A notification keeps the number of the visit that it belongs to. */
  get visit(): number {
    return this.#visit;
  }

  /** Whether there is a screen to go back to. */
  get canGoBack(): boolean {
    return this.#history.length > 1;
  }

  /** Opens a screen on top of the current one. */
  push(route: Route): void {
    this.#history.push(route);
    this.#visit += 1;
  }

  /** Opens a main screen and clears the history. */
  reset(route: Route): void {
    this.#history = route.screen === 'backpack' ? [route] : [{ screen: 'backpack' }, route];
    this.#visit += 1;
  }

  /** Returns to the previous screen. */
  back(): void {
    if (!this.canGoBack) return;
    this.#history.pop();
    this.#visit += 1;
  }
}

export const navigation = new Navigation();
