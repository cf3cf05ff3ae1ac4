// Digits of every script as 0-9, as the clinic reads them (patients/forms/fields.py). Ten of a script stand in a row.
const isDigit = (code) => /\p{Nd}/u.test(String.fromCodePoint(code));

function valueOf(digit) {
  let first = digit.codePointAt(0);
  while (isDigit(first - 1)) first -= 1;
  return (digit.codePointAt(0) - first) % 10;
}

export const plainDigits = (text) => text.replace(/\p{Nd}/gu, valueOf);
