export { Health as default } from "./Health.tsx";
