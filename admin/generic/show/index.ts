export { CollectionShow as default } from "./CollectionShow.tsx";
