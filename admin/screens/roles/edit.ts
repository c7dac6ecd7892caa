export { RoleEdit as default } from "./RoleEdit.tsx";
