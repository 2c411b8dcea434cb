/** Hours of a day as a person types them: "08:30-12:00，14:00-17:30". The office judges whether they make sense. */
export const readWindows = (text: string): string[][] =>
  text
    .split(/[,，;；\s]+/)
    .filter(Boolean)
    .map((span) => span.split(/[-–—~至]/).map((part) => part.trim()));

export const writeWindows = (windows: readonly (readonly string[])[]): string =>
  windows.map((span) => span.map((t) => t.slice(0, 5)).join("-")).join("，");
