export { ApiKeyCreate as default } from "./ApiKeyCreate.tsx";
