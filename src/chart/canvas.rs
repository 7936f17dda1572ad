//! The canvas: shapes and text in, one SVG text out. The only file that talks to plotters.
//!
//! plotters measures text by bytes, writes no `<title>` and passes control characters; so text is measured by `width`,
//! cleaned and cut here, and title and description are put in at the end.

use plotters::backend::SVGBackend;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::width;

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

/// Smallest size of letters that can be read in print.
const SMALLEST: f64 = 7.0;

enum Shape {
    Rectangle(f64, f64, f64, f64, String),
    Frame(f64, f64, f64, f64, String),
    Line(Vec<(f64, f64)>, String, u32),
    Area(Vec<(f64, f64)>, String),
    Dots(Vec<(f64, f64)>, f64, String),
    Text(f64, f64, f64, Anchor, String, String),
}

/// A drawing of fixed size in pixels.
pub struct Canvas {
    width: u32,
    height: u32,
    shapes: Vec<Shape>,
}

impl Canvas {
    /// An empty white canvas.
    pub fn new(width: f64, height: f64) -> Canvas {
        Canvas { width: width.ceil().max(1.0) as u32, height: height.ceil().max(1.0) as u32, shapes: Vec::new() }
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
        self.shapes.push(Shape::Dots(points.to_vec(), radius, color.into()));
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

    /// A label in a room of a width and a height: on one line where it fits, else in smaller letters on two.
    pub fn label(&mut self, at: (f64, f64), size: f64, anchor: Anchor, text: &str, room: (f64, f64)) {
        if width::of(text, size) <= room.0 || room.1 < 2.0 * SMALLEST {
            return self.text_within(at, size, anchor, INK, text, room.0);
        }
        let size = size.min(room.1 / 2.1);
        let lines = width::wrap(text, size, room.0, 2);
        let first = at.1 - (lines.len() as f64 - 1.0) * size * 0.54;
        for (i, line) in lines.iter().enumerate() {
            self.text(at.0, first + i as f64 * size * 1.08, size, anchor, INK, line);
        }
    }

    /// The SVG, with title and description for those who do not see it.
    pub fn finish(self, title: &str, description: &str) -> String {
        let mut svg = String::new();
        let mut paths = Vec::new();
        {
            let root = SVGBackend::with_string(&mut svg, (self.width, self.height)).into_drawing_area();
            // Drawing into a string cannot fail.
            let _ = root.fill(&WHITE);
            for shape in &self.shapes {
                if let Some(path) = draw(&root, shape) {
                    paths.push(path);
                }
            }
            let _ = root.present();
        }
        dress(&svg, &paths, title, description)
    }
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

/// Draws one shape; what plotters has no shape for comes back as SVG.
fn draw(root: &Area<'_>, shape: &Shape) -> Option<String> {
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
        Shape::Dots(points, radius, color) => return Some(dots(points, *radius, color)),
        Shape::Text(x, y, size, anchor, color, text) => {
            let horizontal = match anchor {
                Anchor::Start => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::End => HPos::Right,
            };
            let ink = rgb(color);
            let style =
                TextStyle::from(("sans-serif", *size).into_font()).color(&ink).pos(Pos::new(horizontal, VPos::Center));
            let _ = root.draw(&Text::new(text.clone(), at(*x, *y), style));
        }
    }
    None
}

/// Points as one path of round line ends: a tenth of the size of as many circles.
fn dots(points: &[(f64, f64)], radius: f64, color: &str) -> String {
    let moves: String = points.iter().map(|(x, y)| format!("M{x:.1} {y:.1}h0")).collect();
    let thickness = radius * 2.0;
    format!(
        "<path d=\"{moves}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{thickness:.1}\" stroke-linecap=\"round\" stroke-opacity=\"0.8\"/>\n"
    )
}

fn rgb(color: &str) -> RGBColor {
    let part = |i: usize| color.get(i..i + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0);
    RGBColor(part(1), part(3), part(5))
}

/// Adds title, description and role; dots go under the text, right behind the shapes before them.
fn dress(svg: &str, paths: &[String], title: &str, description: &str) -> String {
    let escape = |text: &str| width::clean(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let Some(head) = svg.find("<svg ") else { return String::new() };
    let svg = svg[head..].replacen(
        "<svg ",
        "<svg role=\"img\" font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" ",
        1,
    );
    let svg = svg.replace("font-family=\"sans-serif\" ", "");
    let open = svg.find('>').map_or(svg.len(), |at| at + 1);
    let text_at = svg[open..].find("<text").map_or_else(|| svg.rfind("</svg>").unwrap_or(svg.len()), |at| open + at);
    format!(
        "{}\n<title>{}</title>\n<desc>{}</desc>{}{}{}",
        &svg[..open],
        escape(title),
        escape(description),
        &svg[open..text_at],
        paths.concat(),
        &svg[text_at..]
    )
}
