/** Hands a file that the office sent to the browser's downloads. */
export function saveAs(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The browser takes the file after this call; let go of it only then.
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
