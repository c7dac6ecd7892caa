export { Board as default } from "./board/Board.tsx";
