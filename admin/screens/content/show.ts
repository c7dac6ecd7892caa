export { ItemShow as default } from "./item/ItemShow.tsx";
