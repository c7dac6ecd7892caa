export { ContentTable as default } from "./library/ContentTable.tsx";
