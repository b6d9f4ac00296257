import { sendProblem } from "@dashqueue/service";
import type { Response } from "express";

/** Never made, or forgotten by now. */
export function sendUnknownGeneration(response: Response): void {
  sendProblem(response, { status: 404, detail: "There is no generation with this id." });
}
