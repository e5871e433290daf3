/** Transport id of the handlers of this library: `@MessagePattern(topic, SOLACE)`. */
export const SOLACE: unique symbol = Symbol.for('SOLACE');
