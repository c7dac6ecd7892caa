export { FileShow as default } from "./FileShow.tsx";
