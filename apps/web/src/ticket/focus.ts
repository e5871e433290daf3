/** Goes to the quantity of the first ticket, once it is on the screen. */
export function focusTicket(): void {
  const look = (left: number): void => {
    const field = document.querySelector<HTMLInputElement>('[data-testid="ticket-quantity"]');
    if (field && field.offsetParent !== null) {
      field.focus();
      field.select();
    } else if (left > 0) requestAnimationFrame(() => look(left - 1));
  };
  look(10);
}
