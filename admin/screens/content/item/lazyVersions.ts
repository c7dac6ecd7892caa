export { Versions as default } from "./Versions.tsx";
