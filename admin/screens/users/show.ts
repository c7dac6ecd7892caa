export { UserShow as default } from "./UserShow.tsx";
