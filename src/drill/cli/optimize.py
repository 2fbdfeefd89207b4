"""`drill optimize`: the memory model fitted to what learners recalled."""

from __future__ import annotations

from typing import Annotated

import typer

from drill.cli.arguments import STORE, Format, OutputFormat, StorePath
from drill.cli.show import print_json, print_table, progress


def optimize(
    group: Annotated[str, typer.Option("--group", help="Only this group.")] = "",
    learner: Annotated[str, typer.Option("--learner", metavar="WHO", help="Only this learner.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure, and adopt nothing.")] = False,
    db: StorePath = STORE,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """Fit the memory model to the reviews, and adopt what predicts better than before."""
    from drill.workflows.optimize import LEAST_REVIEWS, OptimizeRequest
    from drill.workflows.optimize import optimize as fit_all

    if group and learner:
        message = "give --group or --learner, not both"
        raise typer.BadParameter(message)
    with progress("Optimizing") as step:
        rows = fit_all(db, OptimizeRequest(group=group, learner=learner, dry_run=dry_run), step)
    if output_format is OutputFormat.JSON:
        print_json([row.as_json() for row in rows])
        return
    columns = ["For", "Who", "Reviews", "Log loss before", "after", "RMSE(bins) before", "after", "Adopted"]
    cells = [
        [
            row.scope,
            row.who,
            f"{row.reviews:,}",
            *(
                "" if value is None else f"{value:.4f}"
                for value in (row.log_loss_before, row.log_loss_after, row.rmse_before, row.rmse_after)
            ),
            _verdict(row.reviews < LEAST_REVIEWS, row.better, row.adopted, LEAST_REVIEWS),
        ]
        for row in rows
    ]
    print_table(columns, cells)


def _verdict(few: bool, better: bool, adopted: bool, least: int) -> str:
    if few:
        return f"no: fewer than {least} reviews"
    if adopted:
        return "yes"
    return "would be" if better else "no: predicts no better"
