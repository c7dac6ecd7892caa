export { Library as default } from "./library/Library.tsx";
