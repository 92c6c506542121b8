/** What the bundler makes of files that are not code: their address in the build. */
declare module '*?url' {
  const address: string;
  export default address;
}
declare module '*?worker&url' {
  const address: string;
  export default address;
}
declare module '*.css';

/** Where the files lie that pdf.js asks for by name; set by the build. */
declare const PDF_FILES: string;

/** LGPL-3.0, compiled to WebAssembly; it comes without types. */
declare module 'libheif-js/libheif-wasm/libheif.js' {
  const make: (options: { readonly wasmBinary: ArrayBuffer }) => unknown;
  export default make;
}
