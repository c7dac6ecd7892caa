export { RoleCreate as default } from "./RoleCreate.tsx";
