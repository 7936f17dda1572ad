//! The canvas: shapes and text in, one SVG text out. The only file that talks to plotters.
//!
//! plotters measures text by bytes, makes letters a fifth smaller than asked, writes no `<title>` and passes control
//! characters; so text is measured by `width`, cleaned, cut and written here, and title and description are put in at
//! the end.

use plotters::backend::SVGBackend;
use plotters::prelude::*;

use super::palette::{Mark, color, mark, parts};
use super::{SMALLEST, short, width};

/// Where text stands against its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The point is at the left end.
    Start,
    /// The point is in the middle.
    Middle,
    /// The point is at the right end.
    End,
}

/// Dark gray for text and axes.
pub const INK: &str = "#1d2430";
/// Gray for what matters less.
pub const SOFT: &str = "#5d6776";
/// Light gray for grids.
pub const GRID: &str = "#dde2ea";

/// Height of a room of two lines in sizes of its letters: the lines, and the blank to the next room.
const TWO_LINES: f64 = 2.5;
/// From the middle of a line down to its baseline, in sizes of its letters.
const BASELINE: f64 = 0.33;

enum Shape {
    Rectangle(f64, f64, f64, f64, String),
    Frame(f64, f64, f64, f64, String),
    Line(Vec<(f64, f64)>, String, u32),
    Area(Vec<(f64, f64)>, String),
    Marks(Vec<(f64, f64)>, f64, String, Mark),
    Text(f64, f64, f64, Anchor, String, String),
}

/// A drawing of fixed size in pixels.
pub struct Canvas {
    title: String,
    width: f64,
    height: f64,
    shapes: Vec<Shape>,
}

impl Canvas {
    /// A white canvas with nothing but its title.
    pub fn new(width: f64, height: f64, title: &str) -> Canvas {
        let mut canvas = Canvas { title: title.into(), width, height, shapes: Vec::new() };
        canvas.text(12.0, 20.0, 15.0, Anchor::Start, INK, title);
        canvas
    }

    /// What is measured, at the right above the drawing.
    pub fn measure(&mut self, text: &str) {
        self.text(self.width - 12.0, 20.0, 11.0, Anchor::End, SOFT, text);
    }

    /// A filled rectangle.
    pub fn rectangle(&mut self, x: f64, y: f64, w: f64, h: f64, color: &str) {
        self.shapes.push(Shape::Rectangle(x, y, w.max(0.0), h.max(0.0), color.into()));
    }

    /// The outline of a rectangle.
    pub fn frame(&mut self, x: f64, y: f64, w: f64, h: f64, color: &str) {
        self.shapes.push(Shape::Frame(x, y, w, h, color.into()));
    }

    /// A line through points.
    pub fn line(&mut self, points: &[(f64, f64)], color: &str, thickness: u32) {
        self.shapes.push(Shape::Line(points.to_vec(), color.into(), thickness));
    }

    /// A filled polygon.
    pub fn area(&mut self, points: &[(f64, f64)], color: &str) {
        self.shapes.push(Shape::Area(points.to_vec(), color.into()));
    }

    /// Small filled circles of one color; many of them become one path.
    pub fn dots(&mut self, points: &[(f64, f64)], radius: f64, color: &str) {
        self.shapes.push(Shape::Marks(points.to_vec(), radius, color.into(), &[]));
    }

    /// Points in color and mark of a topic, about as large as circles of a radius.
    pub fn marks(&mut self, points: &[(f64, f64)], radius: f64, topic: usize) {
        self.shapes.push(Shape::Marks(points.to_vec(), radius, color(topic).into(), mark(topic)));
    }

    /// Text with its baseline's middle at `y`.
    pub fn text(&mut self, x: f64, y: f64, size: f64, anchor: Anchor, color: &str, text: &str) {
        self.shapes.push(Shape::Text(x, y, size, anchor, color.into(), width::clean(text)));
    }

    /// Text cut to a width in pixels.
    pub fn text_within(&mut self, at: (f64, f64), size: f64, anchor: Anchor, color: &str, text: &str, most: f64) {
        let fitted = width::fit(text, size, most);
        self.text(at.0, at.1, size, anchor, color, &fitted);
    }

    /// A label in a room of a width and a height: on two lines where it needs them and letters that can be read leave
    /// room for two, else cut.
    pub fn label(&mut self, at: (f64, f64), size: f64, anchor: Anchor, text: &str, room: (f64, f64)) {
        if room.1 < TWO_LINES * SMALLEST {
            return self.text_within(at, size, anchor, INK, text, room.0);
        }
        let size = size.min(room.1 / TWO_LINES);
        if width::of(text, size) <= room.0 {
            return self.text(at.0, at.1, size, anchor, INK, text);
        }
        let lines = width::wrap(text, size, room.0, 2);
        let first = at.1 - (lines.len() as f64 - 1.0) * size * 0.54;
        for (i, line) in lines.iter().enumerate() {
            self.text(at.0, first + i as f64 * size * 1.08, size, anchor, INK, line);
        }
    }

    /// A line from top to bottom that is seen on shapes of any color, of dashes where it is no value of the data.
    pub fn mark(&mut self, x: f64, (top, bottom): (f64, f64), dashed: bool) {
        self.line(&[(x, top), (x, bottom)], "#ffffff", 4);
        let dash = if dashed { 4.0 } else { bottom - top };
        for i in 0..if dashed { ((bottom - top) / (2.0 * dash)) as usize } else { 1 } {
            let y = top + i as f64 * 2.0 * dash;
            self.line(&[(x, y), (x, y + dash)], INK, 2);
        }
    }

    /// The SVG, with title and description for those who do not see it; dots lie over other shapes, text over all.
    pub fn finish(self, description: &str) -> String {
        let mut svg = String::new();
        let (mut dots, mut texts) = (String::new(), String::new());
        {
            let size = [self.width, self.height].map(|length| length.ceil().max(1.0) as u32);
            let root = SVGBackend::with_string(&mut svg, size.into()).into_drawing_area();
            // Drawing into a string cannot fail.
            let _ = root.fill(&WHITE);
            for shape in &self.shapes {
                match shape {
                    Shape::Marks(points, radius, color, corners) => dots += &path(points, *radius, color, corners),
                    Shape::Text(x, y, size, anchor, color, text) => {
                        texts += &written((*x, *y), *size, *anchor, color, text);
                    }
                    _ => draw(&root, shape),
                }
            }
            let _ = root.present();
        }
        dress(&svg, &(dots + &texts), &self.title, description)
    }
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

/// Draws a shape that plotters has.
fn draw(root: &Area<'_>, shape: &Shape) {
    let at = |x: f64, y: f64| (x.round() as i32, y.round() as i32);
    match shape {
        Shape::Rectangle(x, y, w, h, color) => {
            let corners = [at(*x, *y), at(x + w, y + h)];
            let _ = root.draw(&Rectangle::new(corners, rgb(color).filled()));
        }
        Shape::Frame(x, y, w, h, color) => {
            let _ = root.draw(&Rectangle::new([at(*x, *y), at(x + w, y + h)], rgb(color).stroke_width(1)));
        }
        Shape::Line(points, color, thickness) => {
            let points: Vec<(i32, i32)> = points.iter().map(|p| at(p.0, p.1)).collect();
            let _ = root.draw(&PathElement::new(points, rgb(color).stroke_width(*thickness)));
        }
        Shape::Area(points, color) => {
            let points: Vec<(i32, i32)> = points.iter().map(|p| at(p.0, p.1)).collect();
            let _ = root.draw(&Polygon::new(points, rgb(color).filled()));
        }
        Shape::Marks(..) | Shape::Text(..) => {}
    }
}

/// A line of text whose middle stands at a height.
fn written((x, y): (f64, f64), size: f64, anchor: Anchor, color: &str, text: &str) -> String {
    let anchor = match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let (y, text) = (y + size * BASELINE, escaped(text));
    format!(
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" font-size=\"{size:.1}\" fill=\"{color}\">{text}</text>\n"
    )
}

/// Points as one path, of round line ends where the mark is a circle: a tenth of the size of as many elements.
fn path(points: &[(f64, f64)], radius: f64, color: &str, corners: Mark) -> String {
    if let [first, others @ ..] = corners {
        let befores = corners.iter().zip(others);
        let outline: String = befores.map(|(a, b)| side((b.0 - a.0) * radius, (b.1 - a.1) * radius)).collect();
        let start = |(x, y): &(f64, f64)| (x + first.0 * radius, y + first.1 * radius);
        let moves: String = points.iter().map(start).map(|(x, y)| format!("M{x:.1} {y:.1}{outline}z")).collect();
        return format!("<path d=\"{moves}\" fill=\"{color}\" fill-opacity=\"0.8\"/>\n");
    }
    let moves: String = points.iter().map(|(x, y)| format!("M{x:.1} {y:.1}h0")).collect();
    let thickness = radius * 2.0;
    format!(
        "<path d=\"{moves}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{thickness:.1}\" stroke-linecap=\"round\" stroke-opacity=\"0.8\"/>\n"
    )
}

/// A side of a mark, as short as it can be written.
fn side(right: f64, down: f64) -> String {
    let tenth = |length: f64| short((length * 10.0).round() / 10.0);
    match (right, down) {
        (_, 0.0) => format!("h{}", tenth(right)),
        (0.0, _) => format!("v{}", tenth(down)),
        _ => format!("l{} {}", tenth(right), tenth(down)),
    }
}

fn rgb(hex: &str) -> RGBColor {
    let [red, green, blue] = parts(hex);
    RGBColor(red, green, blue)
}

fn escaped(text: &str) -> String {
    width::clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Adds title, description and role, and what is drawn over the shapes of plotters.
fn dress(svg: &str, over: &str, title: &str, description: &str) -> String {
    let Some(head) = svg.find("<svg ") else { return String::new() };
    let svg = svg[head..].replacen(
        "<svg ",
        "<svg role=\"img\" font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" ",
        1,
    );
    let open = svg.find('>').map_or(svg.len(), |at| at + 1);
    let end = svg.rfind("</svg>").unwrap_or(svg.len());
    format!(
        "{}\n<title>{}</title>\n<desc>{}</desc>{}{over}{}",
        &svg[..open],
        escaped(title),
        escaped(description),
        &svg[open..end],
        &svg[end..]
    )
}
