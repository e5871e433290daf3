export function readUint32(bytes: Uint8Array, at: number): number {
  return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}

/**
 * Text of a NUL-terminated field `bytes[start, end)`; the NUL may be missing. Null when a NUL stands inside the text.
 * Decoded as latin1, one character a byte, wherever the text is compared with other wire text: matching is then exact
 * on bytes, and text that is not valid UTF-8 cannot collide with other text through the replacement character.
 */
export function readText(bytes: Buffer, start: number, end: number, encoding: 'latin1' | 'utf8'): string | null {
  const last = end > start && bytes[end - 1] === 0 ? end - 1 : end;
  const inner = bytes.indexOf(0, start);
  if (inner >= 0 && inner < last) return null;
  return bytes.toString(encoding, start, last);
}
