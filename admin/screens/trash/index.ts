export { Trash as default } from "./Trash.tsx";
