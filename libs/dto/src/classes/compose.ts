/** One decorator out of several; the libraries' own composition helpers would pull Nest into a library that has none. */
export function applyDecorators(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => {
    for (const decorate of decorators) decorate(target, property);
  };
}
