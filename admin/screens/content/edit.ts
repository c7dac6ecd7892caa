export { ItemEdit as default } from "./editor/ItemEdit.tsx";
