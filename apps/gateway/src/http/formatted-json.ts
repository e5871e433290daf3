const maxLine = 120;

/** As the formatter of this repository writes it: a list of short texts stands on one line where it fits. */
export function formattedJson(document: object): string {
  const text = JSON.stringify(document, undefined, 2);
  const list = /^( *(?:"[^"\n]*": )?)\[\n\s+("[^\n]*"(?:,\n\s+"[^\n]*")*)\n\s+\](,?)$/gm;
  return text.replace(list, (whole, head: string, items: string, comma: string) => {
    const line = `${head}[${items.replace(/\n\s+/g, ' ')}]${comma}`;
    return line.length <= maxLine ? line : whole;
  });
}
