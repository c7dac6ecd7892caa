export { ItemCreate as default } from "./editor/ItemCreate.tsx";
