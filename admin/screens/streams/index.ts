export { StreamList as default } from "./StreamList.tsx";
