export { PolicyEdit as default } from "./policies/PolicyEdit.tsx";
